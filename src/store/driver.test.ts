import { afterEach, expect, it, vi } from 'vitest';
import { loadDriver } from './driver.ts';

afterEach(() => vi.restoreAllMocks());

it('gives a database that works, with what this Node has', async () => {
  const database = (await loadDriver())(':memory:');
  database.exec('CREATE TABLE t (a TEXT, b INTEGER)');
  expect(Number(database.prepare('INSERT INTO t VALUES (?, ?)').run('x', null).changes)).toBe(1);
  expect(database.prepare('SELECT a, b FROM t WHERE a = ?').all('x')).toEqual([{ a: 'x', b: null }]);
  expect(database.prepare('SELECT a FROM t WHERE a = ?').get('y')).toBeUndefined();
  database.close();
});

/** Node 22.13 and later have it; this test takes the place of running there. */
it("prefers Node's own, and keeps its warning off the terminal", async () => {
  const opened: string[] = [];
  class DatabaseSync {
    constructor(path: string) {
      opened.push(path);
    }
    close(): void {}
  }
  const warned = vi.fn();
  vi.spyOn(process, 'emitWarning').mockImplementation(warned);
  vi.spyOn(process, 'getBuiltinModule').mockImplementation((): object => {
    process.emitWarning('SQLite is an experimental feature', 'ExperimentalWarning');
    return { DatabaseSync };
  });
  const open = await loadDriver();
  open('/some/where');
  process.emitWarning('something else');
  expect(opened).toEqual(['/some/where']);
  expect(warned.mock.calls).toEqual([['something else']]);
});
