import { beforeEach, describe, expect, test } from 'vitest';
import type { Action, Command } from '../contract/command.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { AnswerPath } from '../contract/request.ts';
import { SessionKey } from '../contract/session.ts';
import { newDelivery } from '../core/delivery.ts';
import type { Observation, ObservedRequest } from '../core/observation.ts';
import { decide, project } from '../core/session.ts';
import type { SessionState } from '../core/state.ts';
import type { AgentAdapter, Handover, PathTarget } from '../ports/agent.ts';
import type { TypedAction } from '../ports/keystrokes.ts';
import { createHandover } from './handover.ts';
import type { Typist } from './typist.ts';

const ref = { agent: 'claude', id: 's1' } as const;
const fact = { session: ref, source: 'hook', at: 100 } as const;
const sessionKey = SessionKey.parse('claude:s1');

let state: SessionState | null;
let path: AnswerPath;
let targets: PathTarget[];
let delivered: Action[];
let typed: TypedAction[];
/** It was said that something will be typed, before it was. */
let announced: boolean;
let badFiles: ReadonlySet<string>;
let onScreen: Evidence | null;
let shown: [Action, string][];

beforeEach(() => {
  state = null;
  path = { channel: 'keystrokes', via: 'pane' };
  targets = [];
  delivered = [];
  typed = [];
  announced = false;
  badFiles = new Set();
  onScreen = null;
  shown = [];
  observe({ ...fact, type: 'process', process: { pid: 7, startTime: '1' }, detail: 'runs' });
  observe({ ...fact, type: 'activity', activity: 'idle', detail: 'idle' });
});

function observe(observation: Observation): void {
  for (const event of decide(state, observation)) state = project(state, event);
}

const opens = (request: ObservedRequest): void => observe({ ...fact, type: 'request_opened', request });
const permission: ObservedRequest = {
  id: 'r',
  kind: 'permission',
  openedAt: 100,
  tool: 'Bash',
  title: 'ls',
  choices: [
    { id: 'yes', label: 'Yes', effect: 'allow', takesMessage: false },
    { id: 'no', label: 'No', effect: 'deny', takesMessage: true },
  ],
};

function handOver(action: Action, givenUp = new AbortController().signal): Promise<Handover> {
  const adapter: Pick<AgentAdapter, 'path' | 'deliver'> = {
    path: (_session, target) => {
      targets.push(target);
      return path;
    },
    deliver: async (_session, wanted) => {
      delivered.push(wanted);
      return { state: 'accepted', via: 'relay' };
    },
  };
  const typist = {
    type: async (_agent: string, _process: unknown, wanted: TypedAction): Promise<Handover> => {
      typed.push(wanted);
      return { state: 'accepted', via: 'tmux', ...(onScreen === null ? {} : { shown: onScreen }) };
    },
  };
  const run = createHandover({
    stateOf: () => state,
    // Only what a handover uses of them.
    agents: new Map([['claude', adapter as AgentAdapter]]),
    typist: typist as unknown as Typist,
    attachments: {
      keep: async () => ({ path: '', bytes: 0 }),
      fault: async (file) => (badFiles.has(file) ? 'it is not there' : null),
    },
    shown: (_state, wanted, { detail }) => void shown.push([wanted, detail]),
  });
  const command: Command = { id: 'c', sessionKey, action, createdAt: 0, delivery: newDelivery(0) };
  const typing = (): void => {
    announced = typed.length === 0;
  };
  return run(command, { typing, givenUp });
}

describe('a command is handed over', () => {
  test('to the agent itself where it takes it', async () => {
    path = { channel: 'structured', via: 'relay' };
    opens(permission);
    expect(await handOver({ type: 'approve', requestId: 'r' })).toMatchObject({ state: 'accepted', via: 'relay' });
    expect([targets, delivered.length, typed]).toEqual([[{ type: 'request', requestId: 'r' }], 1, []]);
    expect(announced).toBe(false);
  });

  test.each<Action>([
    { type: 'approve', requestId: 'r', choiceId: 'yes' },
    { type: 'deny', requestId: 'r' },
    { type: 'answer', requestId: 'r', answers: {} },
  ])('by keys, an answer with the request it answers: %j', async (action) => {
    opens(permission);
    expect((await handOver(action)).state).toBe('accepted');
    expect(typed).toMatchObject([{ action, request: { id: 'r', kind: 'permission', tool: 'Bash' } }]);
    expect(announced).toBe(true);
  });

  test('by keys, a prompt, also where something was asked in prose', async () => {
    opens({ id: 'q', kind: 'prose_question', openedAt: 100, text: 'Which?' });
    expect((await handOver({ type: 'prompt', text: 'that one' })).state).toBe('accepted');
    expect(typed).toMatchObject([{ request: null }]);
  });
});

describe('nothing is sent', () => {
  test.each<AnswerPath>([
    { channel: 'structured', via: 'relay' },
    { channel: 'keystrokes', via: 'tmux' },
  ])('when nobody waits for it any more: %j', async (way) => {
    path = way;
    const outcome = await handOver({ type: 'prompt', text: 'x' }, AbortSignal.abort());
    expect(outcome).toMatchObject({ state: 'refused', reason: { code: 'given_up' } });
    expect([delivered, typed]).toEqual([[], []]);
  });

  test('where no way leads, and it says what to do', async () => {
    path = { channel: 'none', reason: 'it has no pane', remedy: { text: 'Start it in tmux.' } };
    expect(await handOver({ type: 'prompt', text: 'x' })).toEqual({
      state: 'refused',
      reason: { code: 'no_channel', message: 'Nothing was sent: it has no pane.', next: 'Start it in tmux.' },
    });
  });

  test.each<Action>([
    { type: 'prompt', text: 'x' },
    { type: 'model', model: 'm' },
    { type: 'mode', mode: 'plan' },
    { type: 'compact' },
    { type: 'clear' },
    { type: 'rename', title: 't' },
    { type: 'close' },
  ])('into a dialog that is open: %j', async (action) => {
    opens(permission);
    expect(await handOver(action)).toMatchObject({ state: 'refused', reason: { code: 'dialog_open' } });
    expect(typed).toEqual([]);
  });

  test('but an interruption is meant for whatever stands there', async () => {
    opens(permission);
    expect((await handOver({ type: 'interrupt' })).state).toBe('accepted');
  });

  test.each([
    ['amc', 'It was answered from AMC before: tool ran (1970-01-01T00:00:00.200Z).'],
    ['elsewhere', 'It was answered elsewhere, e.g. in its terminal: tool ran (1970-01-01T00:00:00.200Z).'],
    ['unknown', 'It is asked no more: tool ran (1970-01-01T00:00:00.200Z).'],
  ] as const)('to a request that was closed by %s, and it says how', async (by, message) => {
    opens(permission);
    observe({ ...fact, at: 200, type: 'request_closed', requestId: 'r', by, detail: 'tool ran' });
    expect(await handOver({ type: 'approve', requestId: 'r' })).toMatchObject({
      state: 'refused',
      reason: { code: 'request_closed', message },
    });
    expect([delivered, typed]).toEqual([[], []]);
  });

  test('to a request that ended with its turn, or with its session', async () => {
    opens(permission);
    observe({ ...fact, at: 200, type: 'interrupted', detail: 'Esc' });
    const stopped = await handOver({ type: 'approve', requestId: 'r' });
    expect(stopped).toMatchObject({ reason: { message: expect.stringContaining('the turn was stopped: Esc') } });
    opens({ ...permission, id: 'r2', openedAt: 300 });
    observe({ ...fact, at: 400, type: 'process', process: null, detail: 'it is gone' });
    const ended = await handOver({ type: 'approve', requestId: 'r2' });
    expect(ended).toMatchObject({ reason: { message: expect.stringContaining('its session ended: it is gone') } });
  });

  test('for a choice that is not offered, or a request that never was', async () => {
    opens(permission);
    const choice = await handOver({ type: 'approve', requestId: 'r', choiceId: 'other' });
    expect(choice).toMatchObject({ state: 'refused', reason: { code: 'choice_unknown' } });
    const never = await handOver({ type: 'approve', requestId: 'other' });
    expect(never).toMatchObject({ state: 'refused', reason: { code: 'request_unknown' } });
  });

  test('and what its screen shows is told', async () => {
    onScreen = { source: 'screen', at: 1, detail: 'plan mode is on' };
    const action: Action = { type: 'mode', mode: 'plan' };
    await handOver(action);
    expect(shown).toEqual([[action, 'plan mode is on']]);
  });

  test('with a file that is not there', async () => {
    badFiles = new Set(['/b.png']);
    const action: Action = { type: 'prompt', text: 'x', attachments: [{ path: '/a.png' }, { path: '/b.png' }] };
    expect(await handOver(action)).toMatchObject({
      state: 'refused',
      reason: { code: 'attachment_unusable', message: 'Nothing was sent: /b.png cannot go with it, it is not there.' },
    });
    expect(typed).toEqual([]);
  });

  test('to a session that is not there any more', async () => {
    state = null;
    expect(await handOver({ type: 'prompt', text: 'x' })).toMatchObject({ reason: { code: 'session_unknown' } });
  });
});
