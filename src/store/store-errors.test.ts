import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withStoreErrors } from './store-errors.ts';

const failing = (code: string) => () => {
  throw Object.assign(new Error(`${code}: told by the system, chmod '/d/state.db'`), { code, syscall: 'chmod' });
};

it.each([
  ['EROFS', 'state_unusable'],
  ['EACCES', 'state_unusable'],
  ['EMFILE', 'state_unusable'],
  ['ENOSPC', 'disk_full'],
  ['EDQUOT', 'disk_full'],
])('%s of a call beside SQLite is a trouble of the machine, no bug', (code, wanted) => {
  expect(() => withStoreErrors('/d/state.db', failing(code))).toThrow(
    expect.objectContaining({ fault: 'environment', code: wanted }),
  );
});

it('what no machine is at fault for stays what it is', () => {
  const dir = mkdtempSync(join(tmpdir(), 'amc-store-'));
  try {
    mkdirSync(join(dir, 'a'));
    const work = () => renameSync(join(dir, 'b'), join(dir, 'a'));
    expect(() => withStoreErrors('/d/state.db', work)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  } finally {
    rmSync(dir, { recursive: true });
  }
});
