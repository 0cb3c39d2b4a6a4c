import { describe, expect, it } from 'vitest';
import type { Run } from '../../ports/subprocess.ts';
import { createTmuxServer } from './server.ts';

/** A server behind a program that takes its time; how many calls to it there were at most at one time. */
function slowServer(ms: number, timeoutMs = 60_000) {
  let [running, most, calls] = [0, 0, 0];
  const run: Run = async () => {
    most = Math.max(most, (running += 1));
    calls += 1;
    await new Promise((resolve) => setTimeout(resolve, ms));
    running -= 1;
    return ms > timeoutMs
      ? { outcome: 'timeout', stdout: '', stderr: '' }
      : { outcome: 'exited', exitCode: 0, stdout: 'ok\n', stderr: '' };
  };
  const server = createTmuxServer({ socket: '/nowhere/s', run, bin: 'tmux', flags: [], timeoutMs, dialect: 'program' });
  return { server, seen: () => ({ most, calls }) };
}

describe('calls to one server', () => {
  it('never overlap, however slow it is (F73)', async () => {
    const { server, seen } = slowServer(10);
    const replies = await Promise.all(Array.from({ length: 8 }, () => server.call(['x'])));
    expect(replies.map(({ outcome }) => outcome)).toEqual(Array(8).fill('ok'));
    expect(seen()).toEqual({ most: 1, calls: 8 });
  });

  it('stop after one that got no answer, and say so at once (F61)', async () => {
    const { server, seen } = slowServer(10, 5);
    const replies = await Promise.all(Array.from({ length: 8 }, () => server.call(['x'])));
    expect(replies.map(({ outcome }) => outcome)).toEqual(['lost', ...Array(7).fill('not_asked')]);
    expect(seen()).toEqual({ most: 1, calls: 1 });
  });
});
