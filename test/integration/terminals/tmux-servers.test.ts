import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/platform/subprocess.ts';
import type { Run } from '../../../src/ports/subprocess.ts';
import type { Guard, InputStep } from '../../../src/ports/terminal.ts';
import { createTmux } from '../../../src/terminals/tmux/adapter.ts';
import { pass, paneInfo, refOf, signal, startTmuxMachine, until, type TmuxMachine } from './tmux-machine.ts';

const steps: InputStep[] = [
  { kind: 'paste', text: 'hello' },
  { kind: 'key', key: 'enter' },
];

let machine: TmuxMachine;
beforeAll(async () => {
  machine = await startTmuxMachine();
});
afterAll(() => machine.dispose());

describe('probe', () => {
  it('tells the version', async () => {
    const probe = await machine.adapter().probe();
    expect(probe).toEqual({
      available: true,
      version: expect.stringMatching(/^\d+\.\d+/),
      detail: expect.stringContaining('tmux'),
    });
  });

  it('says what to do where there is no tmux; nothing else breaks', async () => {
    const without = machine.adapter({ tmuxBin: join(machine.dir, 'no-tmux') });
    expect(await without.probe()).toEqual({ available: false, detail: expect.stringContaining('Install tmux') });
    await expect(without.list()).rejects.toMatchObject({ code: 'tmux_unavailable', fault: 'environment' });
    expect(await without.input(await refOf(machine.adapter(), '%0'), steps, pass)).toMatchObject({
      state: 'refused',
      code: 'tmux_unavailable',
    });
  });
});

describe('servers', () => {
  it('are found in the folder of named servers; dead sockets and other files are passed over; none is ever started', async () => {
    const dir = join(machine.dir, 'named');
    await mkdir(dir);
    await machine.tmux('run-shell', `touch ${dir}/a-file`);
    for (const name of ['live', 'dead'])
      await run('tmux', ['-f', '/dev/null', '-S', join(dir, name), 'new-session', '-d', 'sleep 1000'], {
        timeoutMs: 5_000,
      });
    const { stdout } = await pidOf(join(dir, 'dead'));
    signal(Number(stdout), 'SIGKILL');
    await until(
      async () => (await run('tmux', ['-N', '-S', join(dir, 'dead'), 'ls'], { timeoutMs: 5_000 })).outcome === 'exited',
      'the server to end',
    );
    const calls: string[] = [];
    const counting: Run = (file, args, options) => {
      calls.push(args.join(' '));
      return run(file, args, options);
    };
    const tmux = machine.adapter({ sockets: [], scanDirs: [dir, join(dir, 'missing')], run: counting });
    try {
      expect((await tmux.list()).map((pane) => pane.ref.server)).toEqual([join(dir, 'live')]);
      await tmux.list();
      expect(calls.filter((call) => call.includes('/dead'))).toHaveLength(1);
      expect((await readdir(dir)).toSorted()).toEqual(['a-file', 'dead', 'live']);
      expect(await pidOf(join(dir, 'dead'))).toMatchObject({ exitCode: 1 });
    } finally {
      await run('tmux', ['-S', join(dir, 'live'), 'kill-server'], { timeoutMs: 5_000 });
    }
  });

  const pidOf = async (socket: string) => {
    const result = await run('tmux', ['-N', '-S', socket, 'display-message', '-p', '#{pid}'], { timeoutMs: 5_000 });
    if (result.outcome !== 'exited') throw new Error(result.outcome);
    return result;
  };

  it('are left as they were: no client, no size, no environment, no buffer of AMC', async () => {
    const look = (): Promise<string> =>
      machine.tmux(
        'list-clients',
        ';',
        'list-buffers',
        ';',
        'show-environment',
        '-t',
        'main',
        ';',
        'list-sessions',
        '-F',
        '#{session_attached} #{session_last_attached} #{session_activity} #{window_width}x#{window_height} #{window_active_clients}',
      );
    await machine.tmux('set-option', '-g', 'focus-events', 'on');
    const sink = await machine.sink({ modes: ['2004', '1004'] });
    // tmux itself tells a program that asks for focus reports how things stand.
    const start = await sink.holds(3);
    const before = await look();
    const tmux = machine.adapter();
    await tmux.list();
    await tmux.snapshot(await refOf(tmux, sink.pane), { ansi: true });
    await tmux.input(await refOf(tmux, sink.pane), steps, pass);
    const expected = `${start.toString()}\x1b[200~hello\x1b[201~\r`;
    expect((await sink.holds(expected.length)).toString()).toBe(expected);
    expect(await look()).toBe(before);
  });

  it('that restarted make old addresses invalid, and are spoken to again', async () => {
    const other = await startTmuxMachine();
    try {
      const tmux = other.adapter();
      const old = await refOf(tmux, '%0');
      await other.tmux('kill-server');
      await until(async () => (await tmux.list()).length === 0, 'the server to end');
      expect(await tmux.input(old, steps, pass)).toMatchObject({ state: 'refused', code: 'pane_gone' });
      await other.tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'main', 'cat -v');
      expect((await refOf(tmux, '%0')).epoch).not.toBe(old.epoch);
      expect(await tmux.input(old, steps, pass)).toMatchObject({
        state: 'refused',
        code: 'stale_server',
        stepsDone: 0,
      });
      expect(await tmux.inspect(old)).toBeNull();
      await expect(tmux.snapshot(old)).rejects.toMatchObject({ code: 'pane_gone' });
      const now = await refOf(tmux, '%0');
      expect((await tmux.snapshot(now)).lines.join('')).toBe('');
      expect(await tmux.input(now, steps, pass)).toMatchObject({ state: 'accepted' });
    } finally {
      await other.dispose();
    }
  });
});

describe('panes', () => {
  it('are told with what people call them, whatever their titles and folders hold', async () => {
    const folder = join(machine.dir, 'a\nb\tc');
    await mkdir(folder);
    const pane = await machine.tmux(
      'new-window',
      '-d',
      '-P',
      '-F',
      '#{pane_id}',
      '-t',
      'main:7',
      '-c',
      folder,
      'sh',
      '-c',
      `printf '\\033]2;a|b</x> #{pid}\\007'; exec sleep 100`,
    );
    const tmux = machine.adapter();
    await until(async () => (await paneInfo(tmux, pane)).command === 'sleep', 'the program to start');
    const [pid, tty] = (await machine.tmux('display-message', '-p', '-t', pane, '#{pane_pid} #{pane_tty}')).split(' ');
    expect(await paneInfo(tmux, pane)).toEqual({
      ref: { terminal: 'tmux', server: machine.socket, epoch: expect.stringMatching(/^\d+:\d+$/), session: '$0', pane },
      label: 'main:7.0',
      title: 'a|b</x> #{pid}',
      rootPid: Number(pid),
      tty,
      command: 'sleep',
      cwd: folder,
      cols: 100,
      rows: 30,
      state: 'running',
      inMode: false,
      inputOff: false,
      synchronized: false,
    });
    expect(await tmux.inspect(await refOf(tmux, pane))).toEqual(await paneInfo(tmux, pane));
  });

  it('are told once, though several sessions show them', async () => {
    await machine.tmux('new-session', '-d', '-s', 'grouped', '-t', 'main');
    const panes = (await machine.adapter().list()).map((info) => info.ref.pane);
    expect(new Set(panes).size).toBe(panes.length);
    await machine.tmux('kill-session', '-t', '=grouped');
  });

  it('show their screen, in colour too, and where the cursor is', async () => {
    const pane = await machine.window(
      'sh',
      '-c',
      `printf 'plain  \\n\\033[1;31mred\\033[0m 日本\\n\\nlast'; exec sleep 100`,
    );
    const tmux = machine.adapter();
    const ref = await refOf(tmux, pane);
    await until(async () => (await tmux.snapshot(ref)).lines.includes('last'), 'the text');
    const screen = await tmux.snapshot(ref, { ansi: true });
    expect(screen).toMatchObject({ cols: 100, rows: 30, cursor: { x: 4, y: 3 }, at: expect.any(Number) });
    expect(screen.lines).toEqual(['plain', 'red 日本', '', 'last', ...Array(26).fill('')]);
    expect(screen.ansi).toHaveLength(30);
    expect(screen.ansi?.[1]).toContain('\x1b[1m\x1b[31mred');
  });
});

describe('a server that does not answer', () => {
  it('delays its own calls only, and those not for long', async () => {
    const hung = await startTmuxMachine();
    const pid = await hung.serverPid();
    const calls: string[] = [];
    const counting: Run = (file, args, options) => {
      calls.push(args.join(' '));
      return run(file, args, options);
    };
    const tmux = machine.adapter({ sockets: [machine.socket, hung.socket], timeoutMs: 400, run: counting });
    const [ref, healthy] = [await refOf(hung.adapter(), '%0'), await refOf(machine.adapter(), '%0')];
    try {
      signal(pid, 'SIGSTOP');
      calls.length = 0;
      const many = Promise.allSettled(Array.from({ length: 20 }, () => tmux.inspect(ref)));
      expect(await tmux.inspect(healthy)).not.toBeNull();
      expect((await many).every((result) => result.status === 'rejected')).toBe(true);
      expect(calls.filter((call) => call.includes(hung.socket))).toHaveLength(1);
      await expect(tmux.list()).rejects.toMatchObject({
        code: 'tmux_not_answering',
        fault: 'upstream',
        message: expect.stringContaining(hung.socket),
      });
      expect(await tmux.input(ref, steps, pass)).toMatchObject({
        state: 'refused',
        code: 'not_answering',
        stepsDone: 0,
      });
      signal(pid, 'SIGCONT');
      await until(
        async () =>
          tmux.inspect(ref).then(
            (info) => info !== null,
            () => false,
          ),
        'the server to be asked again',
      );
    } finally {
      signal(pid, 'SIGCONT');
      await hung.dispose();
    }
  });

  it('leaves a write unknown, and the write is not made again', async () => {
    const hung = await startTmuxMachine();
    const pid = await hung.serverPid();
    const tmux = hung.adapter({ timeoutMs: 400 });
    const sink = await hung.sink();
    const ref = await refOf(tmux, sink.pane);
    const guard: Guard = async () => {
      signal(pid, 'SIGSTOP');
      return { ok: true };
    };
    try {
      expect(await tmux.input(ref, steps, guard)).toMatchObject({
        state: 'unknown',
        stepsDone: 0,
        reason: expect.stringContaining('did not answer'),
      });
      signal(pid, 'SIGCONT');
      await until(
        async () =>
          tmux.inspect(ref).then(
            (info) => info !== null,
            () => false,
          ),
        'the server to be asked again',
      );
      await tmux.input(ref, [{ kind: 'type', text: 'next' }], pass);
      await sink.holds(4);
      expect((await sink.read()).toString()).toBe('next');
      expect(await hung.tmux('list-buffers')).toBe('');
    } finally {
      signal(pid, 'SIGCONT');
      await hung.dispose();
    }
  });
});

describe('a tmux that talks nonsense', () => {
  const dirs: string[] = [];
  afterAll(() => Promise.all(dirs.map((dir) => rm(dir, { recursive: true, force: true }))));

  /** Answers as told, for a socket that exists. */
  async function nonsense(answer: (args: readonly string[]) => Awaited<ReturnType<Run>>) {
    const dir = await mkdtemp(join(tmpdir(), 'amc-t'));
    dirs.push(dir);
    const listener = createServer().listen(join(dir, 's'));
    await until(async () => listener.listening, 'the socket');
    const problems: string[] = [];
    const fake: Run = async (_file, args) => (args[0] === '-V' ? said('tmux 3.3a') : answer(args));
    const tmux = createTmux({
      run: fake,
      clock: Date.now,
      sockets: [join(dir, 's')],
      scanDirs: [],
      onProblem: (problem) => problems.push(problem.message),
    });
    const ref = { terminal: 'tmux' as const, server: join(dir, 's'), epoch: '1:2', session: '$0', pane: '%0' };
    return { tmux, ref, problems, close: () => new Promise((resolve) => listener.close(resolve)) };
  }
  const said = (stdout: string, exitCode = 0, stderr = '') => ({
    outcome: 'exited' as const,
    exitCode,
    stdout,
    stderr,
  });

  it.each([
    ['garbage', said('%begin what\n'), 'tmux_bad_reply', '%begin what'],
    ['nothing', said(''), 'tmux_bad_reply', 'got ""'],
    ['an error', said('', 1, 'unknown option: pane_id'), 'tmux_error', 'unknown option: pane_id'],
    [
      'a server that dies',
      said('', 1, 'server exited unexpectedly'),
      'tmux_not_answering',
      'erver exited unexpectedly',
    ],
    [
      'no way in',
      said('', 1, 'error connecting to /x (Resource temporarily unavailable)'),
      'tmux_not_answering',
      'temporarily unavailable',
    ],
  ])('%s: an error with its words, and nothing typed', async (_, reply, code, words) => {
    const { tmux, ref, close } = await nonsense(() => reply);
    await expect(tmux.list()).rejects.toMatchObject({
      code,
      fault: 'upstream',
      message: expect.stringContaining(words),
    });
    await expect(tmux.inspect(ref)).rejects.toMatchObject({ code });
    await expect(tmux.snapshot(ref)).rejects.toMatchObject({ fault: 'upstream' });
    expect(await tmux.input(ref, steps, pass)).toMatchObject({ state: 'refused', code: 'not_answering', stepsDone: 0 });
    await close();
  });

  it('one bad pane among good ones is told and harms no other', async () => {
    const record = (format: string, values: Record<string, string>): string =>
      format.replace(/#\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
    const good = {
      pane_id: '%1',
      session_id: '$0',
      pid: '7',
      start_time: '8',
      pane_pid: '9',
      pane_width: '80',
      pane_height: '24',
      pane_title: 'ok',
    };
    const { tmux, problems, close } = await nonsense((args) => {
      const format = args.at(-1) ?? '';
      return said(
        [record(format, { ...good, pane_pid: 'none' }), record(format, good), record(format, good).slice(0, 60)].join(
          '\n',
        ),
      );
    });
    expect((await tmux.list()).map((pane) => pane.title)).toEqual(['ok']);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain('none');
    await close();
  });

  it('an answer to a write that says neither yes nor no is unknown', async () => {
    const values = {
      pane_id: '%0',
      session_id: '$0',
      pid: '1',
      start_time: '2',
      pane_pid: '9',
      pane_width: '80',
      pane_height: '24',
    };
    const { tmux, ref, close } = await nonsense((args) => {
      if (args.includes('load-buffer')) return said('hm\n');
      return said(
        (args.at(-1) ?? '').replace(
          /#\{(\w+)\}/g,
          (_, name: string) => Object.entries(values).find(([key]) => key === name)?.[1] ?? '',
        ),
      );
    });
    expect(await tmux.input(ref, steps, pass)).toMatchObject({ state: 'unknown', stepsDone: 0 });
    await close();
  });
});

describe('dispose', () => {
  it('lets nothing more be written', async () => {
    const tmux = machine.adapter();
    const sink = await machine.sink();
    const ref = await refOf(tmux, sink.pane);
    const typing = tmux.input(
      ref,
      [
        { kind: 'type', text: 'a' },
        { kind: 'pause', ms: 60_000 },
        { kind: 'type', text: 'b' },
      ],
      pass,
    );
    await sink.holds(1);
    await tmux.dispose();
    expect(await typing).toMatchObject({ state: 'refused', code: 'stopping', stepsDone: 2 });
    expect(await tmux.input(ref, steps, pass)).toMatchObject({ state: 'refused', code: 'stopping' });
    expect((await sink.read()).toString()).toBe('a');
  });
});
