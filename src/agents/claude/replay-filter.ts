import type { Observation, ObservationSink } from '../../core/observation.ts';

/**
 * Holds back what the sources tell while they are read for the first time, and then tells what of it still counts: the
 * last claim of each source instead of a day's worth, and no request that is closed again. Receipts are kept.
 */
export class ReplayFilter {
  readonly #sink: ObservationSink;
  #held: Observation[] | null = [];

  constructor(sink: ObservationSink) {
    this.#sink = sink;
  }

  readonly put: ObservationSink = (observation) => {
    if (this.#held === null) this.#sink(observation);
    else this.#held.push(observation);
  };

  /** Tells what still counts; from now on everything passes at once. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const observation of stillCounting(held)) this.#sink(observation);
  }
}

function stillCounting(observations: readonly Observation[]): Observation[] {
  const newest = new Map<string, Observation>();
  const closed = new Set<string>();
  for (const observation of observations) {
    const key = stateKey(observation);
    const before = key === null ? undefined : newest.get(key);
    if (key !== null && (before === undefined || before.at <= observation.at)) newest.set(key, observation);
    if (observation.type === 'request_closed') closed.add(observation.requestId);
  }
  return observations.filter((observation) => {
    const key = stateKey(observation);
    if (key !== null) return newest.get(key) === observation;
    if (observation.type === 'request_opened') return !closed.has(observation.request.id);
    return true;
  });
}

/** Of observations with the same key only the newest counts; null: each counts. */
function stateKey(observation: Observation): string | null {
  const { type, session, source } = observation;
  switch (type) {
    case 'activity':
      return `${session.id} ${type} ${source}`;
    case 'said':
    case 'conversation_changed':
      return `${session.id} ${type}`;
    default:
      return null;
  }
}
