import { describe, expect, it, vi } from 'vitest';
import { UpstreamError } from '../contract/errors.ts';
import type { KeystrokePlanner, TypedAction } from '../ports/keystrokes.ts';
import type { ProcessInfo, ProcessTable } from '../ports/process-table.ts';
import type { InputResult, InputStep, PaneInfo, ScreenSnapshot, TerminalAdapter } from '../ports/terminal.ts';
import { PaneLocator } from './pane-locator.ts';
import { Typist } from './typist.ts';

const info: ProcessInfo = { pid: 7, ppid: 1, startTime: 's', tty: '/dev/pts/1', pgrp: 7, tpgid: 7, comm: 'claude' };
const id = { pid: 7, startTime: 's' };
const prompt: TypedAction = { action: { type: 'prompt', text: 'hi' }, request: null };
const steps: InputStep[] = [
  { kind: 'expect', what: 'the box', test: () => true, timeoutMs: 1, required: true },
  { kind: 'paste', text: 'hi' },
  { kind: 'key', key: 'enter' },
];
const screen: ScreenSnapshot = { at: 0, cols: 80, rows: 24, lines: [] };
const pane: PaneInfo = {
  ref: { terminal: 'tmux', server: '/s', epoch: '1:2', session: '$0', pane: '%1' },
  label: 'main:0.0',
  title: '',
  tty: '/dev/pts/1',
  cols: 80,
  rows: 24,
  state: 'running',
  inMode: false,
  inputOff: false,
  synchronized: false,
};

/** Types into a pane that does so, and tells what was asked of it. */
async function type({
  process = info,
  terminal = {},
  plan = () => ({ ok: true, steps }),
  givenUp,
}: {
  process?: ProcessInfo | null;
  terminal?: Partial<TerminalAdapter>;
  plan?: KeystrokePlanner['plan'];
  givenUp?: AbortSignal;
}) {
  const asked: string[] = [];
  const processes: Partial<ProcessTable> = {
    get: async () => process,
    environ: async () => ({}),
    ancestors: async () => [],
  };
  const tmux: Partial<TerminalAdapter> = {
    terminal: 'tmux',
    locate: async () => pane,
    snapshot: async () => screen,
    input: async () => (asked.push('input'), { state: 'accepted', stepsDone: 3 }),
    ...terminal,
  };
  const typist = new Typist({
    locator: new PaneLocator({ processes: processes as ProcessTable, terminals: [tmux as TerminalAdapter] }),
    processes: processes as ProcessTable,
    planners: new Map([['claude', { agent: 'claude', plan, dialog: () => null }]]),
  });
  return { result: await typist.type('claude', id, prompt, givenUp), asked };
}

const ends = (result: InputResult) => ({ terminal: { input: async () => result } });

describe('Typist', () => {
  it('says where it typed', async () => {
    expect((await type({})).result).toEqual({ state: 'accepted', via: 'tmux', note: 'typed into main:0.0' });
  });

  it('writes nothing more once it was given up', async () => {
    const giveUp = new AbortController();
    const proofs: unknown[] = [];
    const input: TerminalAdapter['input'] = async (_ref, _steps, guard) => {
      proofs.push(await guard());
      giveUp.abort();
      const proof = await guard();
      return proof.ok ? { state: 'accepted', stepsDone: 3 } : { state: 'refused', ...proof, stepsDone: 1, wrote: true };
    };
    const { result } = await type({ terminal: { input }, givenUp: giveUp.signal });
    expect(proofs).toEqual([{ ok: true }]);
    expect(result).toMatchObject({ state: 'unknown', reason: { code: 'given_up' } });
  });

  it.each([
    ['the same', true, { state: 'accepted' }],
    ['another', false, { state: 'refused', reason: { code: 'draft' } }],
  ])('asks again where somebody else had the pane first: %s screen', async (_what, fits, expected) => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const draft = { code: 'draft', message: 'Nothing was typed: a draft stands there.' };
    let planned = 0;
    const plan = (): ReturnType<KeystrokePlanner['plan']> =>
      (planned += 1) === 1 || fits ? { ok: true, steps } : { ok: false, reason: draft };
    const input: TerminalAdapter['input'] = async (_ref, _steps, guard) => {
      now.mockReturnValue(9_000);
      const proof = await guard();
      await guard();
      return proof.ok ? { state: 'accepted', stepsDone: 3 } : { state: 'refused', ...proof, stepsDone: 0 };
    };
    const { result } = await type({ terminal: { input }, plan });
    now.mockRestore();
    expect(result).toMatchObject(expected);
    expect(planned).toBe(2);
  });

  it("gives on what the agent's screen then said", async () => {
    const shown = { source: 'screen' as const, at: 1, detail: 'plan mode is on' };
    const { result } = await type({ plan: () => ({ ok: true, steps, shown: () => shown }) });
    expect(result).toMatchObject({ state: 'accepted', shown });
  });

  it.each<[string, Parameters<typeof type>[0], string]>([
    ['the process is gone', { process: null }, 'no_pane'],
    ['it is in no pane', { terminal: { locate: async () => null } }, 'no_pane'],
    ['a shell is in front', { process: { ...info, tpgid: 99 } }, 'not_foreground'],
    ['it moved to another terminal', { process: { ...info, tty: '/dev/pts/9' } }, 'other_terminal'],
    [
      'the screen cannot be read',
      {
        terminal: {
          snapshot: () => Promise.reject(new UpstreamError({ code: 'tmux_not_answering', message: 'No answer.' })),
        },
      },
      'tmux_not_answering',
    ],
    [
      'the pane refuses before anything was written',
      ends({ state: 'refused', code: 'in_mode', reason: 'somebody scrolls', stepsDone: 1 }),
      'in_mode',
    ],
  ])('%s: refused, with what can be done', async (_, given, code) => {
    const { result, asked } = await type(given);
    expect(result).toMatchObject({
      state: 'refused',
      reason: {
        code,
        message: expect.stringMatching(/^Nothing was typed: .*[^.]\.$/),
        next: expect.stringMatching(/\.$/),
      },
    });
    expect(asked).toEqual([]);
  });

  it('is unknown once something was written', async () => {
    const { result } = await type(
      ends({ state: 'refused', code: 'guard', reason: 'a shell came', stepsDone: 2, wrote: true }),
    );
    expect(result).toMatchObject({
      state: 'unknown',
      reason: { code: 'guard', next: expect.stringContaining('main:0.0') },
    });
  });

  it('is unknown when the multiplexer did not answer, and is not tried again', async () => {
    const { result } = await type(ends({ state: 'unknown', reason: 'no reply', stepsDone: 0 }));
    expect(result).toMatchObject({ state: 'unknown', reason: { code: 'lost_reply', next: expect.any(String) } });
  });

  it("gives the planner's refusal on as it is", async () => {
    const reason = { code: 'draft', message: 'Nothing was typed: a draft stands there.' };
    const { result, asked } = await type({ plan: () => ({ ok: false, reason }) });
    expect(result).toEqual({ state: 'refused', via: 'tmux', reason });
    expect(asked).toEqual([]);
  });
});
