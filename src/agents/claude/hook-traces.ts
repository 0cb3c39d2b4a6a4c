import type { SessionRef } from '../../contract/session.ts';
import type { HookTraces } from '../../ports/hook-traces.ts';
import type { HookEvent, StateStore } from '../../ports/state-store.ts';
import { payloadOf } from './hook-payload.ts';
import { WAITING, waitMarks } from './wait-marks.ts';

type Store = Pick<StateStore, 'hookEvents' | 'findHookEvents' | 'sessionsWithHookEvent'>;

const AGENT = 'claude';
const MAX_EVENTS = 5_000;
/** `SessionEnd` of the old session and `SessionStart` of the new one are this far apart at most; seen: 60 ms. */
const SAME_MOMENT_MS = 1_000;
const OTHER_SIDE = { SessionStart: 'SessionEnd', SessionEnd: 'SessionStart' } as const;

/** What Claude Code's hooks told; of sessions of other agents nothing. */
export function claudeTraces(store: Store): HookTraces {
  return {
    waitMarks: ({ agent, id }) => (agent === AGENT ? waitMarks(store.hookEvents(id, MAX_EVENTS)) : []),
    waiting: ({ from, to }) =>
      store
        .sessionsWithHookEvent({ agent: AGENT, events: WAITING, from: from ?? undefined, to: to ?? undefined })
        .map(({ sessionId, newest }) => ({ ref: { agent: AGENT, id: sessionId }, newest })),
    clears: ({ agent, id }) => (agent === AGENT ? clearsOf(id, store) : { from: null, into: [] }),
  };
}

/** `/clear` begins a new session in the same process; no file says so (FORMAT.md, "Chains of sessions"). */
function clearsOf(sessionId: string, store: Store): ReturnType<HookTraces['clears']> {
  const own = store.findHookEvents({ agent: AGENT, events: ['SessionStart', 'SessionEnd'], sessionId }).filter(isClear);
  const others = (side: keyof typeof OTHER_SIDE) =>
    own.flatMap((event) => (event.event === side ? otherSide(event, OTHER_SIDE[side], store) : []));
  return { from: others('SessionStart')[0] ?? null, into: others('SessionEnd') };
}

function otherSide(event: HookEvent, side: 'SessionStart' | 'SessionEnd', store: Store): SessionRef[] {
  const { at, env, sessionId } = event;
  const distance = (other: HookEvent) => Math.abs(other.at - at);
  const [nearest] = store
    .findHookEvents({ agent: AGENT, events: [side], from: at - SAME_MOMENT_MS, to: at + SAME_MOMENT_MS + 1 })
    .filter((other) => isClear(other) && other.sessionId !== sessionId && isSameProcess(other.env, env))
    .sort((a, b) => distance(a) - distance(b));
  return nearest === undefined ? [] : [{ agent: AGENT, id: nearest.sessionId }];
}

function isClear(event: HookEvent): boolean {
  const { source, reason } = payloadOf(event);
  return (event.event === 'SessionStart' ? source : reason) === 'clear';
}

function isSameProcess(one: HookEvent['env'], other: HookEvent['env']): boolean {
  return one.CLAUDE_PID !== undefined && one.CLAUDE_PID === other.CLAUDE_PID;
}
