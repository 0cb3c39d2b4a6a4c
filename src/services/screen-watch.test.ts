import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StatusValue } from '../contract/session.ts';
import type { Observation, ObservedRequest } from '../core/observation.ts';
import { decide, project } from '../core/session.ts';
import type { SessionState } from '../core/state.ts';
import type { KeystrokePlanner, ScreenDialog } from '../ports/keystrokes.ts';
import type { PaneLocator } from './pane-locator.ts';
import { ScreenWatch } from './screen-watch.ts';

const ref = { agent: 'claude', id: 's1' } as const;
const KEY = 'claude:s1';
const TRUST: ScreenDialog = {
  id: 'trust:/work',
  text: 'Do you trust the files in this folder?',
  choices: [{ id: '1', label: 'Yes', effect: 'allow', takesMessage: false }],
};

let state: SessionState | null;
let shown: ScreenDialog | null | 'broken';
let looks: number;
let observed: Observation[];
let watch: ScreenWatch;
let isAnswering: boolean;
let asksOnScreen: boolean;
let isTyping: boolean;
let hasPane: boolean;
let whileLooking: () => void;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 });
  state = null;
  shown = null;
  looks = 0;
  observed = [];
  isAnswering = false;
  asksOnScreen = false;
  isTyping = false;
  hasPane = true;
  whileLooking = () => undefined;
  const planner: KeystrokePlanner = {
    agent: 'claude',
    plan: () => ({ ok: true, steps: [] }),
    dialog: () => {
      if (shown === 'broken') throw new Error('an odd screen');
      return shown;
    },
  };
  const terminal = {
    snapshot: async () => {
      looks += 1;
      return { at: 0, cols: 80, rows: 24, lines: [], ansi: [] };
    },
  };
  const locator = {
    locate: async () => {
      whileLooking();
      return { found: true, pane: { ref: {} }, terminal };
    },
  };
  watch = new ScreenWatch({
    clock: Date.now,
    // Only what the watch uses of it.
    locator: locator as unknown as PaneLocator,
    planners: new Map([['claude', planner]]),
    stateOf: () => state,
    hasPane: () => hasPane,
    asksOnScreen: () => asksOnScreen,
    isTyping: () => isTyping,
    isAnswering: () => isAnswering,
    observe,
  });
});
afterEach(() => {
  watch.dispose();
  vi.useRealTimers();
});

/** As the mission does: into the state, then the watch is told. */
function observe(observation: Observation): void {
  observed.push(observation);
  for (const event of decide(state, observation)) state = project(state, event);
  watch.consider(KEY);
}

function running(activity: 'starting' | 'unknown' | 'working' | 'waiting' | 'idle'): void {
  const fact = { session: ref, source: 'registry', at: Date.now() } as const;
  observe({ ...fact, type: 'process', process: { pid: 1, startTime: '1' }, detail: 'runs' });
  observe({ ...fact, type: 'activity', activity, detail: activity });
  observed = [];
}

const status = (): StatusValue | undefined => state?.status.value;

describe('a screen is looked at', () => {
  test.each(['starting', 'unknown', 'waiting'] as const)('while its session is %s', async (activity) => {
    running(activity);
    await vi.advanceTimersByTimeAsync(6_500);
    expect(looks).toBe(4);
  });

  test.each(['working', 'idle'] as const)('never while it is %s', async (activity) => {
    running(activity);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([looks, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test('again when another process came while it was looked at', async () => {
    shown = TRUST;
    running('starting');
    let pid = 1;
    whileLooking = () => {
      pid += 1;
      if (pid > 2) return;
      const process = { pid, startTime: '2' };
      observe({ session: ref, source: 'registry', at: Date.now(), type: 'process', process, detail: 'resumed' });
    };
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state?.requests.map(({ request }) => request.id)).toEqual([TRUST.id]);
  });

  test('no more once something says what the session does', async () => {
    running('starting');
    await vi.advanceTimersByTimeAsync(300);
    observe({ session: ref, source: 'registry', at: 2_000, type: 'activity', activity: 'idle', detail: 'idle' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([looks, vi.getTimerCount()]).toEqual([1, 0]);
  });

  test('not where another source tells what it waits for, and not without a pane', async () => {
    running('waiting');
    const request: ObservedRequest = { id: 'r', kind: 'prose_question', openedAt: 1_000, text: 'Which one?' };
    observe({ session: ref, source: 'hook', at: 1_000, type: 'request_opened', request });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks).toBe(0);
    observe({
      session: ref,
      source: 'hook',
      at: 1_001,
      type: 'request_closed',
      requestId: 'r',
      by: 'unknown',
      detail: '',
    });
    hasPane = false;
    watch.consider(KEY);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks).toBe(0);
  });

  test('less often when nothing is found for long', async () => {
    running('unknown');
    await vi.advanceTimersByTimeAsync(60_300);
    const inTheFirstMinute = looks;
    await vi.advanceTimersByTimeAsync(600_000);
    expect([inTheFirstMinute, looks - inTheFirstMinute]).toEqual([31, 20]);
  });
});

describe('a dialog on the screen', () => {
  test('of an agent at work is seen where nothing else would tell', async () => {
    running('working');
    shown = TRUST;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks).toBe(0);
    asksOnScreen = true;
    watch.consider(KEY);
    await vi.advanceTimersByTimeAsync(300);
    expect(observed).toMatchObject([{ type: 'request_opened', request: { id: TRUST.id } }]);
  });

  test('is not looked for while AMC types', async () => {
    running('starting');
    shown = TRUST;
    isTyping = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([looks, observed]).toEqual([0, []]);
    isTyping = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(observed).toHaveLength(1);
  });

  test('is a request, once, with its choices; gone from the screen, it was answered there', async () => {
    running('starting');
    shown = TRUST;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(observed).toMatchObject([
      {
        type: 'request_opened',
        source: 'screen',
        request: { id: TRUST.id, kind: 'trust', text: TRUST.text, choices: TRUST.choices },
      },
    ]);
    expect(status()).toBe('needs_attention');
    shown = null;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(observed.at(-1)).toMatchObject({
      type: 'request_closed',
      requestId: TRUST.id,
      by: 'elsewhere',
      source: 'screen',
    });
    expect(status()).toBe('starting');
  });

  test('that AMC has answered was answered by AMC', async () => {
    running('starting');
    shown = TRUST;
    await vi.advanceTimersByTimeAsync(300);
    isAnswering = true;
    shown = null;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(observed.at(-1)).toMatchObject({ type: 'request_closed', by: 'amc' });
  });

  test('another one takes its place; the first one may come back', async () => {
    running('starting');
    shown = TRUST;
    await vi.advanceTimersByTimeAsync(300);
    shown = { ...TRUST, id: 'other' };
    await vi.advanceTimersByTimeAsync(2_000);
    expect(state?.requests.map(({ request }) => request.id)).toEqual(['other']);
    shown = TRUST;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(state?.requests.map(({ request }) => request.id)).toEqual([TRUST.id]);
  });

  test('gives way to a better source that tells of the same dialog', async () => {
    running('waiting');
    shown = TRUST;
    await vi.advanceTimersByTimeAsync(300);
    const request: ObservedRequest = {
      id: 'p',
      kind: 'permission',
      openedAt: 1_300,
      tool: 'Bash',
      title: 'ls',
      choices: [],
    };
    observe({ session: ref, source: 'hook', at: 1_300, type: 'request_opened', request });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state?.requests.map((open) => open.request.id)).toEqual(['p']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('stays while the screen cannot be read', async () => {
    running('starting');
    shown = TRUST;
    await vi.advanceTimersByTimeAsync(300);
    shown = 'broken';
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state?.requests.map(({ request }) => request.id)).toEqual([TRUST.id]);
  });

  test('is closed when the process ends, and nothing is looked at any more', async () => {
    running('starting');
    shown = TRUST;
    await vi.advanceTimersByTimeAsync(300);
    observe({ session: ref, source: 'process', at: 2_000, type: 'process', process: null, detail: 'gone' });
    expect([state?.requests, vi.getTimerCount()]).toEqual([[], 0]);
  });
});
