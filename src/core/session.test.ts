import { fc } from '../../test/helpers/property.ts';
import { describe, expect, test } from 'vitest';
import type { Observation, ObservedRequest } from './observation.ts';
import { decide, project } from './session.ts';
import type { SessionState } from './state.ts';

const session = { agent: 'claude', id: 'one' } as const;

type Told = Observation extends infer O ? (O extends Observation ? Omit<O, 'session' | 'source'> : never) : never;

function told(source: Observation['source'], fact: Told): Observation {
  return { ...fact, session, source } as Observation;
}

function after(...observations: Observation[]): SessionState {
  const state = observations.reduce<SessionState | null>(
    (now, observation) => decide(now, observation).reduce<SessionState | null>(project, now),
    null,
  );
  if (state === null) throw new Error('Expected a session');
  return state;
}

const permission = (id: string, openedAt: number): ObservedRequest => ({
  id,
  kind: 'permission',
  openedAt,
  tool: 'Bash',
  title: 'run a command',
  choices: [],
});

const activity = (
  source: Observation['source'],
  what: 'working' | 'idle' | 'waiting' | 'ended' | 'starting',
  at: number,
) => told(source, { type: 'activity', activity: what, at, detail: `${source} says ${what}` });
const opened = (id: string, at: number) => told('hook', { type: 'request_opened', at, request: permission(id, at) });
const running = (pid: number, at: number) =>
  told('registry', { type: 'process', process: { pid, startTime: '7' }, at, detail: 'registry' });
const gone = (at: number) => told('registry', { type: 'process', process: null, at, detail: 'its process is gone' });

describe('status', () => {
  test('nothing known is unknown, not idle', () => {
    const state = after(told('registry', { type: 'described', facts: { cwd: '/p' }, at: 5 }));
    expect(state.status).toMatchObject({ value: 'unknown', evidence: { source: 'amc' } });
  });

  test('the newest first-hand claim wins, whichever source it is from', () => {
    expect(after(activity('hook', 'working', 10), activity('registry', 'idle', 20)).status.value).toBe('idle');
    expect(after(activity('registry', 'idle', 20), activity('hook', 'working', 10)).status.value).toBe('idle');
    expect(after(activity('registry', 'idle', 20), activity('hook', 'working', 30)).status.value).toBe('working');
  });

  test('what AMC inherited counts only while nobody else says anything', () => {
    const state = after(activity('registry', 'working', 10), activity('legacy', 'idle', 99));
    expect(state.status).toMatchObject({ value: 'working', evidence: { source: 'registry' } });
  });

  test('an open request needs a person, since it was opened, with its evidence', () => {
    const state = after(activity('hook', 'working', 10), opened('r', 30), opened('s', 20));
    expect(state.status).toMatchObject({ value: 'needs_attention', since: 30, evidence: { source: 'hook', at: 20 } });
    expect(state.requests.map(({ request }) => request.id)).toEqual(['s', 'r']);
  });

  test('waiting for something AMC has no request for still needs a person', () => {
    expect(after(activity('registry', 'waiting', 10)).status.value).toBe('needs_attention');
  });

  test('a process that is gone ends the session and its requests, whatever is claimed later by files', () => {
    const state = after(running(1, 5), opened('r', 10), gone(20), activity('transcript', 'working', 30));
    expect(state.status).toMatchObject({ value: 'ended', since: 20 });
    expect(state.requests).toEqual([]);
  });

  test('a server that takes the session up again outlives its old process', () => {
    expect(after(running(1, 5), gone(20), activity('app_server', 'idle', 30)).status.value).toBe('idle');
    expect(after(running(1, 5), activity('app_server', 'idle', 10), gone(20)).status.value).toBe('ended');
  });

  test('a resumed session lives again with its new process', () => {
    const state = after(
      running(1, 5),
      activity('registry', 'ended', 20),
      gone(20),
      running(2, 30),
      activity('registry', 'idle', 31),
    );
    expect(state.status.value).toBe('idle');
  });

  test('time in state goes on while the value stays the same', () => {
    const state = after(
      activity('registry', 'working', 10),
      activity('hook', 'working', 20),
      activity('registry', 'working', 30),
    );
    expect(state.status).toMatchObject({ value: 'working', since: 10, evidence: { at: 30 } });
  });
});

describe('facts', () => {
  test('mode and effort are told like the model; the same again is no news', () => {
    const facts = { model: 'm', mode: 'plan', effort: 'high' };
    const state = after(told('hook', { type: 'described', facts, at: 1 }));
    expect(state.facts).toEqual(facts);
    expect(decide(state, told('hook', { type: 'described', facts, at: 2 }))).toEqual([]);
    expect(decide(state, told('hook', { type: 'described', facts: { mode: 'default' }, at: 2 }))).toHaveLength(1);
  });
});

describe('requests', () => {
  test('opened twice is open once; closed stays closed', () => {
    const closed = told('transcript', {
      type: 'request_closed',
      requestId: 'r',
      by: 'elsewhere',
      detail: 'answered',
      at: 20,
    });
    expect(after(opened('r', 10), opened('r', 10)).requests).toHaveLength(1);
    expect(after(opened('r', 10), closed, opened('r', 10)).requests).toEqual([]);
  });

  test('how one was closed is kept: by whom, when, how', () => {
    const by = (who: 'amc' | 'elsewhere'): Observation =>
      told('transcript', { type: 'request_closed', requestId: 'r', by: who, detail: 'tool ran', at: 20 });
    const answered = { id: 'r', kind: 'permission', by: 'elsewhere', at: 20, detail: 'tool ran' };
    expect(after(opened('r', 10), by('elsewhere'), by('amc')).closedRequests).toEqual([answered]);
    const stopped = told('transcript', { type: 'interrupted', detail: 'Esc', at: 30 });
    expect(after(opened('r', 10), stopped).closedRequests).toMatchObject([
      { by: 'unknown', at: 30, detail: 'the turn was stopped: Esc' },
    ]);
    const gone = told('process', { type: 'process', process: null, detail: 'it is gone', at: 40 });
    expect(after(running(1, 1), opened('r', 10), gone).closedRequests).toMatchObject([
      { by: 'unknown', at: 40, detail: 'its session ended: it is gone' },
    ]);
  });

  test('what stands on the screen again is asked again; an old word of another source opens nothing', () => {
    const trust: ObservedRequest = { id: 't', kind: 'trust', openedAt: 10, text: 'Trust it?', choices: [] };
    const seen = (at: number): Observation => told('screen', { type: 'request_opened', at, request: trust });
    const left = told('screen', { type: 'request_closed', requestId: 't', by: 'elsewhere', detail: 'left', at: 20 });
    expect(after(seen(10), left, seen(30)).requests).toHaveLength(1);
    expect(after(seen(10), left, seen(15)).requests).toEqual([]);
  });

  test('what a server asks again is open again, unless it is known how it ended', () => {
    const ask: ObservedRequest = { id: 'a', kind: 'trust', openedAt: 10, text: 'Run it?', choices: [] };
    const asked = told('app_server', { type: 'request_opened', at: 10, request: ask });
    const closed = (by: 'unknown' | 'elsewhere'): Observation =>
      told('app_server', { type: 'request_closed', requestId: 'a', by, detail: 'over', at: 20 });
    expect(after(asked, closed('unknown'), asked).requests).toHaveLength(1);
    expect(after(asked, closed('elsewhere'), asked).requests).toEqual([]);
  });

  test('a closing that arrives before its opening is remembered', () => {
    const closed = told('hook', { type: 'request_closed', requestId: 'r', by: 'unknown', detail: 'tool ran', at: 20 });
    expect(after(activity('hook', 'working', 1), closed, opened('r', 10)).requests).toEqual([]);
  });

  test('"waits for nothing" closes what was opened before it only', () => {
    const cleared = told('registry', { type: 'requests_cleared', detail: 'busy again', at: 20 });
    expect(after(opened('r', 10), opened('s', 30), cleared).requests.map(({ request }) => request.id)).toEqual(['s']);
  });

  test('a prompt answers what was asked in prose, and leaves dialogs open', () => {
    const asked = told('hook', {
      type: 'request_opened',
      at: 10,
      request: { id: 'q', kind: 'prose_question', text: 'Go on?', openedAt: 10 },
    });
    const prompt = told('hook', { type: 'prompt_recorded', text: 'yes', recordId: 'p', queued: false, at: 20 });
    expect(after(asked, opened('r', 11), prompt).requests.map(({ request }) => request.id)).toEqual(['r']);
  });
});

describe('facts', () => {
  test('a title given by a person is not replaced by a guess', () => {
    const titled = (text: string, rank: 1 | 2 | 3) =>
      told('transcript', { type: 'described', facts: { title: { text, rank } }, at: 1 });
    expect(after(titled('mine', 3), titled('first prompt', 1)).facts.title?.text).toBe('mine');
    expect(after(titled('first prompt', 1), titled('mine', 3)).facts.title?.text).toBe('mine');
  });
});

const anyObservation: fc.Arbitrary<Observation> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('hook', 'registry', 'transcript'),
      fc.constantFrom('working', 'idle', 'waiting', 'ended', 'starting'),
      fc.nat(50),
    )
    .map(([source, what, at]) => activity(source, what, at)),
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(50)).map(([id, at]) => opened(id, at)),
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(50))
    .map(([requestId, at]) => told('hook', { type: 'request_closed', requestId, by: 'unknown', detail: 'x', at })),
  fc.nat(50).map((at) => told('registry', { type: 'requests_cleared', detail: 'x', at })),
  fc.nat(50).map(gone),
  fc.tuple(fc.nat(3), fc.nat(50)).map(([pid, at]) => running(pid, at)),
);

describe('always', () => {
  test('an observation told again is no news', () => {
    fc.assert(
      fc.property(fc.array(anyObservation, { minLength: 1, maxLength: 20 }), (observations) => {
        const state = after(...observations);
        const last = observations.at(-1);
        if (last === undefined) return;
        expect(decide(state, last)).toEqual([]);
      }),
    );
  });

  test('needs_attention or ended whenever a request is open', () => {
    fc.assert(
      fc.property(fc.array(anyObservation, { minLength: 1, maxLength: 20 }), (observations) => {
        const state = after(...observations);
        if (state.requests.length > 0) expect(['needs_attention', 'ended']).toContain(state.status.value);
      }),
    );
  });
});
