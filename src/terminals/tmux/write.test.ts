import { describe, expect, it } from 'vitest';
import type { StepWrite, WriteResult } from '../run-steps.ts';
import type { TmuxPane } from './panes.ts';
import type { TmuxReply, TmuxServer } from './server.ts';
import { writeToPane } from './write.ts';

const pane: TmuxPane = {
  info: {
    ref: { terminal: 'tmux', server: '/s', epoch: '7:8', session: '$0', pane: '%5' },
    label: 'main:0.0',
    title: '',
    rootPid: 9,
    command: 'claude',
    cols: 80,
    rows: 24,
    state: 'running',
    inMode: false,
    inputOff: false,
    synchronized: false,
  },
  id: '%5',
  rootPid: 9,
  serverVersion: '3.3a',
  serverPid: 7,
  applicationCursor: false,
  bracketedPaste: null,
  mode: '',
  attachedClients: 1,
};

/** What tmux was asked for one write, by a server that answers so. */
async function ask(
  write: StepWrite,
  { of = pane, reply }: { of?: TmuxPane; reply?: (nonce: string) => TmuxReply } = {},
) {
  const calls: (readonly string[])[] = [];
  const discarded: string[] = [];
  const server: TmuxServer = {
    socket: '/s',
    async call(commands) {
      calls.push(commands);
      const nonce = /written-(\w+)/.exec(commands.join(' '))?.[1] ?? '';
      return reply?.(nonce) ?? { outcome: 'ok', lines: [`written-${nonce}`] };
    },
    heard: () => undefined,
    mayHold: () => true,
    discardBuffer: (name) => void discarded.push(name),
  };
  const explained: WriteResult = { state: 'refused', code: 'explained', reason: 'as seen now' };
  const result = await writeToPane({ server, pane: of, write, explain: async () => explained });
  return { result, condition: calls[0]?.[9], paste: calls[0]?.[10]?.split(' -b ')[0], discarded, calls };
}

const key: StepWrite = { kind: 'key', key: 'escape' };
const text: StepWrite = { kind: 'paste', text: 'a\nb' };

describe('a write', () => {
  it('is bound to the server, the pane, its process and its program', async () => {
    expect((await ask(key)).condition).toBe(
      '#{&&:#{==:#{pid},7},#{&&:#{==:#{start_time},8},#{&&:#{==:#{pane_id},%5},#{&&:#{==:#{pane_pid},9},#{&&:#{?pane_dead,0,1},#{&&:#{?pane_in_mode,0,1},#{&&:#{?pane_input_off,0,1},#{&&:#{?pane_synchronized,0,1},#{==:#{pane_current_command},claude}}}}}}}}}',
    );
  });

  it("never puts a program's name into a format where it could mean something", async () => {
    const odd = { ...pane, info: { ...pane.info, command: 'a},#(id)' } };
    expect((await ask(key, { of: odd })).condition).not.toContain('id)');
  });

  it('marks pastes only, and keeps control bytes of keys where tmux would rewrite them', async () => {
    const newer = { ...pane, serverVersion: '3.7c' };
    const unknown = { ...pane, serverVersion: 'master' };
    expect((await ask(text)).paste).toBe('paste-buffer -d -r -p');
    expect((await ask({ kind: 'type', text: '/x' })).paste).toBe('paste-buffer -d -r');
    expect((await ask(key)).paste).toBe('paste-buffer -d -r');
    expect((await ask(key, { of: newer })).paste).toBe('paste-buffer -d -r -S');
    expect((await ask(key, { of: unknown })).paste).toBe('paste-buffer -d -r -S');
    expect((await ask(text, { of: newer })).paste).toBe('paste-buffer -d -r -p');
  });

  it('of several lines is not made where the program is known to take them one by one', async () => {
    const plain = { ...pane, bracketedPaste: false };
    expect(await ask(text, { of: plain })).toMatchObject({
      result: { state: 'refused', code: 'unsupported' },
      calls: [],
    });
    expect(await ask({ kind: 'paste', text: 'a' }, { of: plain })).toMatchObject({ result: { state: 'accepted' } });
  });
});

describe('the answer to a write', () => {
  it.each<[string, (nonce: string) => TmuxReply, WriteResult['state'], number]>([
    ['tmux found the pane changed', (nonce) => ({ outcome: 'ok', lines: [`refused-${nonce}`] }), 'refused', 0],
    [
      "an error of a user's hook, after the paste",
      (nonce) => ({ outcome: 'error', message: 'hook', lines: [`written-${nonce}`] }),
      'accepted',
      0,
    ],
    [
      'an error before the paste',
      () => ({ outcome: 'error', message: "can't find pane: %5", lines: [] }),
      'refused',
      1,
    ],
    ['an error nobody knows', () => ({ outcome: 'error', message: 'odd', lines: [] }), 'unknown', 1],
    ['a server that ended meanwhile', () => ({ outcome: 'died', message: 'server exited' }), 'unknown', 1],
    ['no reply', () => ({ outcome: 'lost', message: 'late' }), 'unknown', 1],
    ['a mark of another write', () => ({ outcome: 'ok', lines: ['written-0'] }), 'unknown', 1],
    ['never asked', () => ({ outcome: 'not_asked', message: 'resting' }), 'refused', 0],
    ['no server', () => ({ outcome: 'gone', message: 'no server running on /s' }), 'refused', 0],
  ])('%s', async (_, reply, state, discards) => {
    const { result, discarded, calls } = await ask(text, { reply });
    expect(result.state).toBe(state);
    expect(discarded).toHaveLength(discards);
    expect(calls).toHaveLength(1);
  });
});
