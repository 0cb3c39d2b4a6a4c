import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scrubbedEnv } from '../../../src/platform/subprocess.ts';
import type { PaneRef, TerminalAdapter } from '../../../src/ports/terminal.ts';
import { refOf, startTmuxMachine, until, type Sink, type TmuxMachine } from './tmux-machine.ts';

const exec = promisify(execFile);

/** Real clients, each in a pane of another tmux, which stands for the terminals on a desk. */
let machine: TmuxMachine;
let tmux: TerminalAdapter;
let sink: Sink;
let ref: PaneRef;
let neighbour = '';
const clients: string[] = [];

async function desk(...args: string[]): Promise<string> {
  const { stdout } = await exec('tmux', ['-S', join(machine.dir, 'desk'), '-f', '/dev/null', ...args], {
    env: { ...scrubbedEnv(), HOME: machine.dir, TERM: 'xterm-256color' },
  });
  return stdout.trim();
}

/** A terminal that shows a session. */
async function attach(session: string): Promise<void> {
  const name = `desk${clients.length}`;
  const before = (await shown()).length;
  await desk(
    'new-session',
    '-d',
    '-s',
    name,
    '-x',
    '90',
    '-y',
    '25',
    'tmux',
    '-S',
    machine.socket,
    'attach',
    '-t',
    `=${session}`,
  );
  clients.push(name);
  await until(async () => (await shown()).length > before, 'the client');
}

/** Per client: session, and the pane in front there. */
async function shown(): Promise<string[]> {
  const lines = await machine.tmux('list-clients', '-F', '#{session_name} #{pane_id}');
  return lines.split('\n').filter((line) => line !== '');
}

beforeAll(async () => {
  machine = await startTmuxMachine();
  tmux = machine.adapter();
  sink = await machine.sink();
  neighbour = await machine.tmux('split-window', '-d', '-P', '-F', '#{pane_id}', '-t', sink.pane, 'sleep 1000');
  await machine.tmux('new-session', '-d', '-s', 'other', '-x', '90', '-y', '24', 'sleep 1000');
  ref = await refOf(tmux, sink.pane);
});
afterAll(async () => {
  await desk('kill-server').catch(() => undefined);
  await machine.dispose();
});
beforeEach(async () => {
  await machine.tmux('select-pane', '-t', sink.pane, ';', 'select-pane', '-l', '-t', sink.pane);
  await machine.tmux('select-window', '-t', '=main:0');
});
afterEach(async () => {
  for (const name of clients.splice(0)) await desk('kill-session', '-t', `=${name}`);
  await until(async () => (await shown()).length === 0, 'the clients to leave');
});

describe('reveal', () => {
  it('brings the pane to the front where its session is shown, and leaves other clients alone', async () => {
    await attach('main');
    await attach('other');
    const others = (await shown()).filter((line) => line.startsWith('other'));
    expect(await tmux.reveal(ref)).toEqual({ shown: true, note: 'It is in front now in the tmux session main.' });
    expect((await shown()).toSorted()).toEqual([`main ${sink.pane}`, ...others]);
    expect((await sink.read()).length).toBe(0);
  });

  it('keeps a window zoomed that was', async () => {
    await attach('main');
    await machine.tmux('resize-pane', '-Z', '-t', neighbour);
    await tmux.reveal(ref);
    expect(await shown()).toEqual([`main ${sink.pane}`]);
    expect(await machine.tmux('display-message', '-p', '-t', sink.pane, '#{window_zoomed_flag}')).toBe('1');
    await machine.tmux('resize-pane', '-Z', '-t', sink.pane);
  });

  it('selects it and says how to attach where nobody looks', async () => {
    const result = await tmux.reveal(ref);
    expect(result).toEqual({ shown: false, note: expect.stringContaining(`attach -t '=main'`) });
    expect(await machine.tmux('display-message', '-p', '-t', '=main:', '#{pane_id}')).toBe(sink.pane);
  });

  it('switches the only client there is', async () => {
    await attach('other');
    expect(await tmux.reveal(ref)).toMatchObject({ shown: true, note: expect.stringContaining('only tmux client') });
    expect(await shown()).toEqual([`main ${sink.pane}`]);
  });

  it('switches none of several clients of other sessions', async () => {
    await attach('other');
    await attach('other');
    const before = await shown();
    const result = await tmux.reveal(ref);
    expect(result).toEqual({ shown: false, note: expect.stringContaining(`switch-client -t '=main'`) });
    expect(await shown()).toEqual(before);
  });

  it('goes to a session of the same windows that somebody looks at', async () => {
    await machine.tmux('new-session', '-d', '-s', 'grouped', '-t', 'main');
    await attach('grouped');
    expect(await tmux.reveal(ref)).toMatchObject({ shown: true, note: expect.stringContaining('grouped') });
    expect(await shown()).toEqual([`grouped ${sink.pane}`]);
    expect(await machine.tmux('display-message', '-p', '-t', '=main:', '#{window_index}')).toBe('0');
  });

  it('knows what is gone, or another server by now', async () => {
    const gone = { shown: false, note: 'The pane is not there any more.' };
    expect(await tmux.reveal({ ...ref, pane: '%999' })).toEqual(gone);
    expect(await tmux.reveal({ ...ref, epoch: '1:2' })).toEqual(gone);
    expect(await tmux.reveal({ ...ref, server: join(machine.dir, 'none') })).toMatchObject({ shown: false });
  });
});
