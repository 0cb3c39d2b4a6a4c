import { describe, expect, it } from 'vitest';
import { run, scrubbedEnv } from './subprocess.ts';

const node = process.execPath;

describe('run', () => {
  it('gives input, tells output, errors and exit code', async () => {
    const script =
      'process.stdin.on("data", (d) => process.stdout.write(d)).on("end", () => { console.error("bad"); process.exitCode = 3; })';
    const result = await run(node, ['-e', script], { input: 'héllo\n\n', timeoutMs: 9_000 });
    expect(result).toEqual({ outcome: 'exited', exitCode: 3, stdout: 'héllo\n\n', stderr: 'bad\n' });
  });

  it('closes stdin when there is no input', async () => {
    expect(await run('cat', [], { timeoutMs: 5_000 })).toMatchObject({ outcome: 'exited', exitCode: 0, stdout: '' });
  });

  it('uses no shell', async () => {
    expect(await run('echo', ['$HOME', ';', 'id'], { timeoutMs: 5_000 })).toMatchObject({ stdout: '$HOME ; id\n' });
  });

  it('kills what ignores SIGTERM after its time', async () => {
    const result = await run('sh', ['-c', 'trap "" TERM; echo $$; exec sleep 30'], { timeoutMs: 600 });
    expect(result).toEqual({ outcome: 'timeout', stdout: expect.stringMatching(/^\d+\n$/), stderr: '' });
    const pid = 'stdout' in result ? Number(result.stdout) : 0;
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('does not wait for a grandchild that keeps the output open', async () => {
    const result = await run('sh', ['-c', 'sleep 2 & sleep 30'], { timeoutMs: 600 });
    expect(result).toEqual({ outcome: 'timeout', stdout: '', stderr: '' });
  });

  it('tells a missing program, a signal and an abort apart', async () => {
    expect(await run('/nowhere/program', [], { timeoutMs: 5_000 })).toEqual({ outcome: 'not_started', code: 'ENOENT' });
    expect(await run(node, ['-e', 'process.kill(process.pid, "SIGKILL")'], { timeoutMs: 5_000 })).toMatchObject({
      outcome: 'killed',
      reason: 'SIGKILL',
    });
    const aborted = await run('sleep', ['5'], { timeoutMs: 5_000, signal: AbortSignal.timeout(50) });
    expect(aborted).toMatchObject({ outcome: 'killed', reason: 'aborted' });
  });
});

describe('scrubbedEnv', () => {
  it('drops what names a multiplexer and keeps the rest', () => {
    const env = {
      PATH: '/bin',
      TMUX: 'a',
      TMUX_PANE: 'b',
      ZELLIJ: '0',
      ZELLIJ_PANE_ID: '1',
      ZELLIJ_SESSION_NAME: 's',
      STY: 'x',
      WINDOW: '1',
    };
    expect(scrubbedEnv(env)).toEqual({ PATH: '/bin' });
  });

  it('is what a child gets when nothing else is said', async () => {
    process.env.TMUX = '/tmp/x,1,0';
    try {
      const result = await run(node, ['-p', 'String(process.env.TMUX) + typeof process.env.PATH'], {
        timeoutMs: 9_000,
      });
      expect(result).toMatchObject({ stdout: 'undefinedstring\n' });
    } finally {
      delete process.env.TMUX;
    }
  });
});
