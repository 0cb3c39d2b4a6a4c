import { describe, expect, it } from 'vitest';
import type { Action, Actor, Command } from '../contract/command.ts';
import type { Request, RequestKind } from '../contract/request.ts';
import type { Session } from '../contract/session.ts';
import { StreamEvent } from '../contract/stream.ts';
import { TestTime } from '../../test/helpers/demo-time.ts';
import { DemoMission } from './demo-mission.ts';
import { MINUTE, SECOND } from './profile.ts';

const AT = Date.UTC(2026, 10, 19, 10, 24);
const PAGE: Actor = { by: 'page' };

function begin(options: { seed?: string; sessions?: number } = {}): { mission: DemoMission; time: TestTime } {
  const time = new TestTime(AT);
  return { mission: new DemoMission({ time, ...options }), time };
}

function asking(mission: DemoMission, kind: RequestKind, agent?: string): { session: Session; request: Request } {
  for (const session of mission.sessions())
    for (const request of session.requests)
      if (request.kind === kind && (agent ?? session.agent) === session.agent) return { session, request };
  throw new Error(`Expected somebody to ask: ${kind}`);
}

function named(mission: DemoMission, title: string): Session {
  const found = mission.sessions().find((session) => session.title.includes(title));
  if (found === undefined) throw new Error(`Expected a session ${title}`);
  return found;
}

function send(mission: DemoMission, session: Session, action: Action): Command {
  return mission.submit({ sessionKey: session.key, action }, PAGE);
}

describe('the cast', () => {
  it('has somebody in every state, and four that need somebody', () => {
    const { mission } = begin();
    const states = mission.sessions().map(({ status }) => status.value);
    expect(states.filter((state) => state === 'needs_attention')).toHaveLength(4);
    expect(states.filter((state) => state === 'working').length).toBeGreaterThanOrEqual(7);
    expect(states.filter((state) => state === 'idle').length).toBeGreaterThanOrEqual(4);
    expect(named(mission, 'Publish').status.since).toBe(AT - 4 * MINUTE - 12 * SECOND);
    expect(named(mission, 'Refactor').vitals?.subagents).toBe(2);
  });

  it('is the same for the same seed and time, and another one for another seed', () => {
    const told = (seed: string): string => {
      const { mission, time } = begin({ seed });
      time.pass(10 * MINUTE);
      return JSON.stringify(mission.sessions());
    };
    expect(told('a')).toBe(told('a'));
    expect(told('a')).not.toBe(told('b'));
  });

  it('asks everything that an agent can ask, within four minutes', () => {
    const { mission, time } = begin();
    time.pass(4 * MINUTE);
    const kinds = new Set(mission.sessions().flatMap(({ requests }) => requests.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual([
      'elicitation',
      'error',
      'permission',
      'plan',
      'prose_question',
      'question',
      'trust',
    ]);
  });

  it('lives on for hours, and every event fits the contract', () => {
    const { mission, time } = begin();
    const broken: string[] = [];
    let events = 0;
    mission.feed.follow(null, ({ event }) => {
      events += 1;
      const parsed = StreamEvent.safeParse(JSON.parse(JSON.stringify(event)));
      if (!parsed.success) broken.push(parsed.error.message);
    });
    time.pass(3 * 60 * MINUTE);
    expect(broken).toEqual([]);
    expect(events).toBeGreaterThan(500);
    // Nobody answered: those that asked still wait, and nobody runs hot.
    expect(events).toBeLessThan(40_000);
  });

  it('has one of thirty that needs somebody, where so many are wanted', () => {
    const { mission } = begin({ sessions: 30 });
    expect(mission.sessions()).toHaveLength(30);
    expect(mission.sessions().filter(({ requests }) => requests.length > 0)).toHaveLength(1);
  });
});

describe('what is answered', () => {
  const cases: {
    name: string;
    kind: RequestKind;
    wait?: number;
    agent?: string;
    action: (request: Request) => Action;
  }[] = [
    { name: 'a permission is allowed', kind: 'permission', action: ({ id }) => ({ type: 'approve', requestId: id }) },
    {
      name: 'a permission is denied with a message',
      kind: 'permission',
      action: ({ id }) => ({ type: 'deny', requestId: id, message: 'Use the staging registry.' }),
    },
    {
      name: 'a permission of Codex is allowed for the session',
      kind: 'permission',
      agent: 'codex',
      wait: 2 * MINUTE,
      action: ({ id }) => ({ type: 'approve', requestId: id, choiceId: 'acceptForSession' }),
    },
    {
      name: 'two questions are answered',
      kind: 'question',
      action: ({ id }) => ({
        type: 'answer',
        requestId: id,
        answers: { formats: { labels: ['CSV', 'XLSX'] }, layout: { labels: ['Long'] } },
      }),
    },
    {
      name: 'a plan is approved',
      kind: 'plan',
      action: ({ id }) => ({ type: 'approve', requestId: id, choiceId: 'approve:acceptEdits' }),
    },
    {
      name: 'a plan is sent back',
      kind: 'plan',
      action: ({ id }) => ({ type: 'deny', requestId: id, message: 'What about the nightly report?' }),
    },
    {
      name: 'a form is filled in',
      kind: 'elicitation',
      wait: MINUTE,
      action: ({ id }) => ({
        type: 'answer',
        requestId: id,
        answers: { name: { labels: [], text: '5.2' }, channel: { labels: ['beta'] } },
      }),
    },
    {
      name: 'a question in prose is answered by a prompt',
      kind: 'prose_question',
      wait: MINUTE,
      action: () => ({ type: 'prompt', text: 'Yes, until March.' }),
    },
    {
      name: 'who is stuck can be prompted',
      kind: 'error',
      wait: 4 * MINUTE,
      action: () => ({ type: 'prompt', text: 'Go on with the others.' }),
    },
  ];

  for (const { name, kind, agent, wait = 0, action } of cases) {
    it(`${name}: it goes through its steps and the agent goes on`, () => {
      const { mission, time } = begin();
      time.pass(wait);
      const { session, request } = asking(mission, kind, agent);
      const before = session.conversationRev;
      const { id } = send(mission, session, action(request));
      time.pass(3 * SECOND);
      const { delivery } =
        mission.audit({ limit: 1, command: id }).entries.length === 0 ? fail() : commandOf(mission, id);
      expect(delivery.steps.map(({ state }) => state)).toEqual(['queued', 'delivering', 'accepted', 'confirmed']);
      expect(delivery.evidence?.recordId).toBeDefined();
      expect(mission.session(session.key)?.requests.map((open) => open.id)).not.toContain(request.id);
      time.pass(40 * SECOND);
      expect(mission.session(session.key)?.conversationRev).toBeGreaterThan(before);
    });
  }

  it('an allowed command runs, and its output is on record', async () => {
    const { mission, time } = begin();
    const session = named(mission, 'Publish');
    send(mission, session, { type: 'approve', requestId: session.requests[0]?.id ?? '' });
    time.pass(20 * SECOND);
    const { items } = await mission.conversation(session.key, { limit: 20 });
    expect(
      items.some((item) => item.kind === 'tool_result' && item.ok && item.output.includes('+ @ledger/core@2.4.0-rc.1')),
    ).toBe(true);
    expect(mission.session(session.key)?.status.value).toBe('idle');
  });

  it('a denied one does not, and its reason is heard', async () => {
    const { mission, time } = begin();
    const session = named(mission, 'Publish');
    send(mission, session, { type: 'deny', requestId: session.requests[0]?.id ?? '', message: 'Not before Thursday.' });
    time.pass(30 * SECOND);
    const { items } = await mission.conversation(session.key, { limit: 20 });
    expect(JSON.stringify(items)).not.toContain('+ @ledger/core@2.4.0-rc.1');
    expect(items.findLast((item) => item.kind === 'reply')?.text).toContain('Not before Thursday');
  });

  it('a request is answered once', () => {
    const { mission, time } = begin();
    const { session, request } = asking(mission, 'plan');
    send(mission, session, { type: 'approve', requestId: request.id });
    time.pass(5 * SECOND);
    expect(() => send(mission, session, { type: 'approve', requestId: request.id })).toThrow('asked no more');
    expect(() => send(mission, session, { type: 'approve', requestId: 'other' })).toThrow('asked no more');
  });
});

describe('what is asked of a session', () => {
  it('a prompt to one that rests is answered, with the record as its proof', async () => {
    const { mission, time } = begin();
    const session = named(mission, 'Map tiles');
    const { id } = send(mission, session, { type: 'prompt', text: 'How did you find that?' });
    time.pass(20 * SECOND);
    const { items } = await mission.conversation(session.key, { limit: 50 });
    const prompt = items.find((item) => item.kind === 'prompt' && item.text === 'How did you find that?');
    expect(commandOf(mission, id).delivery).toMatchObject({ state: 'confirmed', evidence: { recordId: prompt?.id } });
    expect(items.at(-1)).toMatchObject({ kind: 'reply' });
  });

  it('a prompt to one that works is taken between two steps; one for later waits for the end of the turn', () => {
    const { mission, time } = begin();
    const session = named(mission, 'Dependency');
    const now = send(mission, session, { type: 'prompt', text: 'Skip the beta ones.' });
    const later = send(mission, session, { type: 'prompt', text: 'Then open a pull request.', when: 'after_turn' });
    time.pass(50 * SECOND);
    expect(commandOf(mission, now.id).delivery.state).toBe('confirmed');
    expect(commandOf(mission, later.id).delivery.state).toBe('queued');
    time.pass(10 * MINUTE);
    expect(commandOf(mission, later.id).delivery.state).toBe('confirmed');
  });

  it('what is held can be taken back, what has left cannot', () => {
    const { mission, time } = begin();
    const { key } = named(mission, 'Map tiles');
    const held = mission.submit({ sessionKey: key, action: { type: 'prompt', text: 'Wait.' }, holdMs: 5_000 }, PAGE);
    time.pass(2 * SECOND);
    expect(mission.cancel(held.id, PAGE).delivery).toMatchObject({ state: 'refused', reason: { code: 'taken_back' } });
    const sent = send(mission, named(mission, 'Map tiles'), { type: 'prompt', text: 'Go.' });
    time.pass(SECOND);
    expect(() => mission.cancel(sent.id, PAGE)).toThrow('sent already');
  });

  it('it is interrupted, switched, compacted, renamed and closed', () => {
    const { mission, time } = begin();
    const session = named(mission, 'Flaky');
    const actions: Action[] = [
      { type: 'interrupt' },
      { type: 'mode', mode: 'plan' },
      { type: 'model', model: 'claude-opus-5-5', effort: 'max' },
      { type: 'compact' },
      { type: 'rename', title: 'Checkout, calmly' },
    ];
    const sent = actions.map((action) => {
      const command = send(mission, session, action);
      time.pass(4 * SECOND);
      return command;
    });
    expect(sent.map(({ id }) => commandOf(mission, id).delivery.state)).toEqual(actions.map(() => 'confirmed'));
    const after = mission.session(session.key);
    expect(after).toMatchObject({ title: 'Checkout, calmly', mode: 'plan', model: 'claude-opus-5-5', effort: 'max' });
    expect(after?.status.value).toBe('idle');
    send(mission, session, { type: 'close' });
    time.pass(4 * SECOND);
    expect(mission.session(session.key)?.status.value).toBe('ended');
    expect(() => send(mission, session, { type: 'interrupt' })).toThrow('has ended');
  });

  it('the same key never sends twice', () => {
    const { mission } = begin();
    const { key } = named(mission, 'Map tiles');
    const wanted = {
      sessionKey: key,
      action: { type: 'prompt', text: 'Once.' } as const,
      idempotencyKey: 'only-once-please',
    };
    expect(mission.submit(wanted, PAGE).id).toBe(mission.submit(wanted, PAGE).id);
  });

  it('marks are put on and taken off; who is dismissed comes back with new activity', () => {
    const { mission, time } = begin();
    const { key } = named(mission, 'Nightly');
    mission.mark(key, { pinned: true, name: 'Backups', colour: 'blue', snoozedUntil: AT + MINUTE });
    expect(mission.session(key)?.marks).toEqual({
      pinned: true,
      name: 'Backups',
      colour: 'blue',
      snoozedUntil: AT + MINUTE,
    });
    time.pass(2 * MINUTE);
    mission.mark(key, { pinned: false, name: null });
    expect(mission.session(key)?.marks).toEqual({ colour: 'blue' });
    mission.mark(key, { dismissed: true });
    expect(mission.sessions().some((session) => session.key === key)).toBe(false);
    send(mission, mission.session(key) as Session, { type: 'prompt', text: 'Once more.' });
    time.pass(5 * SECOND);
    expect(mission.sessions().some((session) => session.key === key)).toBe(true);
  });

  it('Codex tells what it writes while it writes it', () => {
    const { mission, time } = begin();
    const said: string[] = [];
    const session = named(mission, 'Port the tile importer');
    mission.feed.follow(null, ({ event }) => {
      if (event.type === 'saying' && event.key === session.key)
        said.push(event.over ? `${event.text.length} over` : event.text);
    });
    time.pass(60 * SECOND);
    expect(said.length).toBeGreaterThan(5);
    expect(said[1]?.startsWith(said[0] ?? ' ')).toBe(true);
    expect(said.some((text) => text.endsWith(' over'))).toBe(true);
  });
});

function commandOf(mission: DemoMission, id: string): Command {
  let found: Command | undefined;
  mission.feed.follow(null, ({ event }) => {
    if (event.type === 'snapshot') found = event.commands.find((command) => command.id === id);
  })();
  if (found === undefined) throw new Error(`Expected a command ${id}`);
  return found;
}

function fail(): never {
  throw new Error('Expected the command in the audit log');
}

it('a conversation of the demo was rewound, has a picture, and says what happened to it', async () => {
  const { mission } = begin();
  const { key } = named(mission, 'Map tiles');
  const live = await mission.conversation(key, { limit: 100 });
  expect(live.branches).toHaveLength(2);
  const notes = (page: typeof live) => page.items.flatMap((item) => (item.kind === 'note' ? [item.note] : []));
  expect(notes(live)).toEqual(['rewound', 'compacted']);
  expect(notes(await mission.conversation(key, { limit: 100, branches: 'all' }))).toEqual(['interrupted', 'compacted']);
  const { pictures } = await mission.history.record({ key, offset: live.items[0]?.offset ?? -1 });
  expect(pictures?.map(({ type, base64 }) => [type, atob(base64).slice(1, 4)])).toEqual([['image/png', 'PNG']]);
});
