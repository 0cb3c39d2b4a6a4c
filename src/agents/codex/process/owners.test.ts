import { describe, expect, it } from 'vitest';
import { ownersOf } from './owners.ts';
import type { CodexProcess } from './scan.ts';

const A = '01a2022a-10b6-7bc1-82a4-b314b5d009b8';
const B = '01a20231-0dbd-7fc2-a2f6-49d6c8b559b3';

function process(pid: number, over: Partial<CodexProcess> = {}): CodexProcess {
  return {
    id: { pid, startTime: '1' },
    role: { role: 'tui', resumes: null, cd: null },
    tty: '/dev/pts/1',
    cwd: '/project',
    threads: [],
    readable: true,
    ...over,
  };
}

const resuming = (id: string) => ({ role: { role: 'tui', resumes: id, cd: null } as const });

describe('a process that runs its thread', () => {
  it('is proven by the writer lock, whatever its folder', () => {
    const owner = ownersOf({ processes: [process(1, { threads: [A], cwd: null })], loaded: [] }).get(A);
    expect(owner).toMatchObject({ process: { pid: 1 }, runs: true, typeable: true });
  });

  it('takes no typing when it holds two threads, has no terminal, or is no TUI', () => {
    const typeable = (over: Partial<CodexProcess>) =>
      ownersOf({ processes: [process(1, { threads: [A], ...over })], loaded: [] }).get(A)?.typeable;
    expect(typeable({ threads: [A, B] })).toBe(false);
    expect(typeable({ tty: null })).toBe(false);
    expect(typeable({ role: { role: 'other' } })).toBe(false);
  });

  it('is not the background server', () => {
    const server = process(1, { role: { role: 'server' }, threads: [A], tty: null });
    expect(ownersOf({ processes: [server], loaded: [{ id: A, cwd: '/project' }] }).size).toBe(0);
  });
});

describe('a terminal that shows a thread of the background server', () => {
  const thread = { id: A, cwd: '/project' };
  const owner = (processes: CodexProcess[], loaded = [thread]) => ownersOf({ processes, loaded }).get(A);

  it('is proven by its command line', () => {
    const processes = [process(1, { ...resuming(A), cwd: '/elsewhere' }), process(2)];
    expect(owner(processes, [thread, { id: B, cwd: '/project' }])).toMatchObject({
      process: { pid: 1 },
      runs: false,
      typeable: false,
    });
  });

  it('is proven by being the only one where there is one thread', () => {
    expect(owner([process(1), process(2, { cwd: '/elsewhere' })])).toMatchObject({
      process: { pid: 1 },
      runs: false,
      typeable: false,
    });
  });

  it.each([
    ['two terminals in the folder', [process(1), process(2)], [thread]],
    ['two threads in the folder', [process(1)], [thread, { id: B, cwd: '/project' }]],
    ['a terminal elsewhere', [process(1, { cwd: '/elsewhere' })], [thread]],
    ['a terminal that resumed another thread', [process(1, resuming(B))], [thread]],
    ['two terminals that resumed the thread', [process(1, resuming(A)), process(2, resuming(A))], [thread]],
    ['no terminal', [process(1, { tty: null })], [thread]],
    ['a Codex that runs another thread itself', [process(1, { threads: [B] })], [thread]],
    ['a Codex that is no TUI', [process(1, { role: { role: 'other' } })], [thread]],
  ])('is not guessed with %s', (_, processes, loaded) => expect(owner(processes, loaded)).toBeUndefined());
});
