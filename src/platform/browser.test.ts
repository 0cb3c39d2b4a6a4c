import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLink } from './browser.ts';

const URL = 'http://127.0.0.1:7400/#code=secret';
const LONG_AGO = new Date(0);

let root = '';
let dir = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'amc-browser-'));
  dir = join(root, 'data');
  mkdirSync(dir);
  // Says with what it was called.
  const opener = join(root, 'xdg-open');
  writeFileSync(opener, `#!/bin/sh\necho "$@" >'${root}/called'\n`);
  chmodSync(opener, 0o755);
  vi.stubEnv('PATH', `${root}:${process.env['PATH'] ?? ''}`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'darwin')('a link', () => {
  const open = (): Promise<boolean> => openLink({ url: URL, dir, env: { DISPLAY: ':0' } });

  it('A136: is opened by a page only this user may read, and is on no command line', async () => {
    expect(await open()).toBe(true);
    const [page = ''] = readdirSync(dir);
    expect(readFileSync(join(root, 'called'), 'utf8')).toBe(`file://${join(dir, page)}\n`);
    expect(readFileSync(join(dir, page), 'utf8')).toContain(URL);
    expect(statSync(join(dir, page)).mode & 0o777).toBe(0o600);
  });

  it('leaves no page behind once another one is opened, and takes nothing else away', async () => {
    await open();
    const [old = ''] = readdirSync(dir);
    for (const name of ['open-mine.html', 'state.db']) writeFileSync(join(dir, name), '');
    for (const name of readdirSync(dir)) utimesSync(join(dir, name), LONG_AGO, LONG_AGO);
    await open();
    await open();
    const left = readdirSync(dir);
    expect(left).toHaveLength(4);
    expect(left).toEqual(expect.arrayContaining(['open-mine.html', 'state.db']));
    expect(left).not.toContain(old);
  });
});
