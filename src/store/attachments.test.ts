import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AttachmentStore, createAttachments } from './attachments.ts';

let dataDir: string;
let attachments: AttachmentStore;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'amc-files-'));
  let ids = 0;
  attachments = createAttachments({ dataDir, newId: () => `id-${(ids += 1)}` });
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('a file that is sent', () => {
  it('is laid down as it is, for its owner only', async () => {
    const { path, bytes } = await attachments.keep({ name: 'a picture.PNG', base64: base64('öä\u0000') });
    expect([readFileSync(path, 'utf8'), bytes, basename(path)]).toEqual(['öä\u0000', 5, 'id-1.png']);
    expect([modeOf(path), modeOf(dirname(path)), dirname(path)]).toEqual(['600', '700', join(dataDir, 'attachments')]);
  });

  // A076
  it.each([
    '../x',
    '/tmp/x',
    'a\\b',
    '.bashrc',
    `${'x'.repeat(300)}`,
    'a\u0000.sh',
    'a.png/../../b',
    '',
    'x.exe',
    'x.png ',
  ])('under a name of AMC’s own: %j', async (name) => {
    const { path } = await attachments.keep({ name, base64: base64('x') });
    expect(path).toBe(join(dataDir, 'attachments', 'id-1'));
    expect(readdirSync(dataDir)).toEqual(['attachments']);
  });

  it.each([
    ['attachment_malformed', 'no base64!'],
    ['attachment_malformed', 'abc'],
    ['attachment_empty', ''],
    ['attachment_too_large', Buffer.alloc(10 * 1024 * 1024 + 1).toString('base64')],
  ])('is refused: %s', async (code, text) => {
    await expect(attachments.keep({ name: 'a.txt', base64: text })).rejects.toMatchObject({ code, fault: 'user' });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('of ten megabytes is taken', async () => {
    const { bytes } = await attachments.keep({ name: 'a', base64: Buffer.alloc(10 * 1024 * 1024).toString('base64') });
    expect(bytes).toBe(10 * 1024 * 1024);
  });
});

describe('a path that is to go with a prompt', () => {
  it('must be a regular file that can be read', async () => {
    const file = join(dataDir, 'a.txt');
    writeFileSync(file, 'x');
    mkdirSync(join(dataDir, 'folder'));
    symlinkSync('/dev/zero', join(dataDir, 'device'));
    expect(await attachments.fault(file)).toBe(null);
    expect(await attachments.fault('a.txt')).toBe('its path is not absolute');
    expect(await attachments.fault(join(dataDir, 'none'))).toBe('it is not there');
    expect(await attachments.fault(join(dataDir, 'folder'))).toBe('it is no regular file');
    expect(await attachments.fault(join(dataDir, 'device'))).toBe('it is no regular file');
    expect(await attachments.fault('/a\u0000b')).toBe('it is not there');
  });
});

describe('after a week', () => {
  it('a file is removed, a younger one and what is no file stay', async () => {
    const old = await attachments.keep({ name: 'a.txt', base64: base64('x') });
    const young = await attachments.keep({ name: 'b.txt', base64: base64('x') });
    mkdirSync(join(dataDir, 'attachments', 'folder'));
    const now = Date.now();
    const week = 7 * 24 * 60 * 60 * 1000;
    utimesSync(old.path, new Date(now - week - 1_000), new Date(now - week - 1_000));
    expect(await attachments.sweep(now)).toBe(1);
    expect(readdirSync(dirname(young.path))).toEqual(['folder', basename(young.path)].sort());
  });

  it('there may be no folder at all', async () => expect(await attachments.sweep(Date.now())).toBe(0));
});
