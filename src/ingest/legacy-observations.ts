import type { Activity, Observation, SessionFacts } from '../core/observation.ts';
import type { LegacySession, LegacyStatus } from './legacy-session.ts';

/** After this time without an event nobody knows of a live agent from these files, ms. */
const FRESH_MS = 10 * 60_000;
/** As long as the original's previews, characters. */
const PREVIEW_LENGTH = 200;

export function isLegacyFresh(session: LegacySession, now: number): boolean {
  return now - session.lastEventAt <= FRESH_MS;
}

/**
 * What a file of the original lets AMC say now. The file is not rewritten when an agent is killed, so `active` and
 * `needs_attention` are never believed, and nothing in it can be answered.
 */
export function legacyObservations(session: LegacySession, now: number): readonly Observation[] {
  const base = { session: session.ref, source: 'legacy' as const, at: session.lastEventAt };
  const observations: Observation[] = [{ ...base, type: 'described', facts: factsOf(session) }];
  const isFresh = isLegacyFresh(session, now);
  observations.push({
    ...base,
    type: 'activity',
    activity: isFresh ? FRESH[session.status] : 'ended',
    detail: `original's file: ${session.status}${isFresh ? '' : ', and nothing since'}`,
    ...(session.lastEvent === null ? {} : { eventName: session.lastEvent }),
  });
  if (session.preview !== null) {
    observations.push({ ...base, type: 'said', preview: session.preview.slice(0, PREVIEW_LENGTH) });
  }
  return observations;
}

/** The file is gone: the original removes it when the session ends or is dismissed. */
export function legacyGone(session: LegacySession): Observation {
  return {
    session: session.ref,
    source: 'legacy',
    // Not now: that would look like new activity and bring a dismissed session back.
    at: session.lastEventAt,
    type: 'activity',
    activity: 'ended',
    detail: "the original's file is gone",
  };
}

const FRESH: Readonly<Record<LegacyStatus, Activity>> = {
  starting: 'starting',
  active: 'unknown',
  needs_attention: 'unknown',
  done: 'idle',
  other: 'unknown',
};

function factsOf({ cwd, startedAt }: LegacySession): SessionFacts {
  return { ...(cwd === null ? {} : { cwd }), ...(startedAt === null ? {} : { startedAt }) };
}
