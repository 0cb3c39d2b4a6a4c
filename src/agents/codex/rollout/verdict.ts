import { firstLine } from '../command-text.ts';
import type { OpenCall, TurnState } from './state.ts';

/** Original rule: a session whose file changed this recently is active; an active one stays so up to `HELD_MS`. */
export const ACTIVE_MS = 2 * 60_000;
export const HELD_MS = 5 * 60_000;
/** A file that changed this recently is being written. */
const GROWING_MS = 15_000;
/** Files older than this are not considered at all when nothing else tells of them. */
export const CONSIDERED_MS = 10 * 60_000;

export interface VerdictInputs {
  turn: TurnState;
  /** Newest last. */
  calls: readonly OpenCall[];
  waiting: { sure: boolean } | null;
  /** ms since the epoch: when the file was last written. */
  changedAt: number;
  now: number;
  /** Whether a running Codex holds the thread: yes, surely not, or it cannot be known. */
  held: 'yes' | 'no' | 'unknown';
  wasWorking: boolean;
}

export interface Verdict {
  activity: 'working' | 'waiting' | 'idle' | 'ended' | 'unknown';
  at: number;
  detail: string;
  doing?: string;
}

/** What a thread does, by its rollout, the age of that, and whether anybody holds it. Never active for ever. */
export function verdictOf(inputs: VerdictInputs): Verdict {
  const { turn, changedAt, now, held } = inputs;
  const age = now - changedAt;
  if (held === 'no') {
    if (turn.state !== 'running' || age > ACTIVE_MS) {
      return { activity: 'ended', at: changedAt, detail: 'rollout: no running Codex holds this thread' };
    }
    // A Codex AMC cannot see (in a container, say) may write it; one that was killed does not.
    if (age > GROWING_MS) {
      const detail = 'rollout: it ends within a turn, and no running Codex that AMC can see holds it';
      return { activity: 'unknown', at: changedAt + GROWING_MS, detail };
    }
  }
  if (turn.state === 'over') return { activity: 'idle', at: turn.at, detail: `rollout: the turn ended (${turn.how})` };
  if (turn.state === 'unknown') return byAge(inputs);
  if (held !== 'yes' && age > HELD_MS) {
    return {
      activity: 'unknown',
      at: changedAt + HELD_MS,
      detail: `rollout: it ends within a turn and has not grown for ${minutes(HELD_MS)}`,
    };
  }
  return running({ ...inputs, since: turn.since });
}

function running({ calls, waiting, since }: VerdictInputs & { since: number }): Verdict {
  const call = calls.at(-1);
  const at = Math.max(since, call?.at ?? 0);
  if (waiting?.sure === true) return { activity: 'waiting', at, detail: 'rollout: a question has no answer yet' };
  if (waiting !== null) {
    return {
      activity: 'waiting',
      at,
      detail:
        'rollout: a command wants out of the sandbox and has no output yet (it waits, or runs since it was allowed)',
    };
  }
  const doing =
    call === undefined
      ? {}
      : { doing: call.summary === '' ? `calling ${call.tool}` : `running ${firstLine(call.summary)}` };
  return { activity: 'working', at, detail: 'rollout: a turn has begun and not ended', ...doing };
}

function byAge({ changedAt, now, wasWorking }: VerdictInputs): Verdict {
  const age = now - changedAt;
  if (age < ACTIVE_MS || (wasWorking && age < HELD_MS)) {
    return {
      activity: 'working',
      at: changedAt,
      detail: `rollout: changed less than ${minutes(wasWorking ? HELD_MS : ACTIVE_MS)} ago`,
    };
  }
  return { activity: 'idle', at: changedAt + 1, detail: `rollout: not changed for ${minutes(ACTIVE_MS)}` };
}

function minutes(ms: number): string {
  return `${ms / 60_000} min`;
}
