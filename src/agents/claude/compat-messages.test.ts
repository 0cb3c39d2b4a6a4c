import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPageReader } from '../../ingest/page-reader.ts';
import { claudeMessages } from './compat-messages.ts';
import { encodeProjectDir } from './transcript-path.ts';

let configDir: string;
beforeEach(() => {
  configDir = mkdtempSync(join(tmpdir(), 'amc-compat-'));
});
afterEach(() => rmSync(configDir, { recursive: true }));

function write(cwd: string, sessionId: string, records: readonly unknown[]): string {
  const folder = join(configDir, 'projects', encodeProjectDir(cwd));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${sessionId}.jsonl`);
  writeFileSync(
    path,
    records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n') + '\n',
  );
  return path;
}

const read = (sessionId: string, projectDir: string | null) =>
  claudeMessages({ configDirs: [configDir], pages: createPageReader(), sessionId, projectDir });
const user = (content: unknown, more = {}) => ({
  type: 'user',
  timestamp: 'T',
  message: { role: 'user', content },
  ...more,
});
const assistant = (content: unknown) => ({
  type: 'assistant',
  timestamp: 'T',
  message: { role: 'assistant', content },
});

describe("the original's conversation route", () => {
  it('gives texts of both sides, joined by newlines, and nothing empty', async () => {
    write('/p', 's', [
      user('hello'),
      user([{ type: 'tool_result', content: 'no message' }]),
      assistant([
        { type: 'text', text: 'one' },
        { type: 'tool_use', name: 'x' },
        { type: 'text', text: 'two' },
      ]),
      assistant('plain text'),
      assistant([{ type: 'tool_use', name: 'x' }]),
      assistant(''),
      user([{ type: 'text', text: 'look' }, { type: 'image' }]),
      user([{ type: 'text', text: '[Request interrupted by user]' }]),
      user('<command-name>/compact</command-name>'),
    ]);
    expect(await read('s', '/p')).toEqual([
      { role: 'user', content: 'hello', timestamp: 'T' },
      { role: 'assistant', content: 'one\ntwo', timestamp: 'T' },
      { role: 'assistant', content: 'plain text', timestamp: 'T' },
      { role: 'user', content: 'look', timestamp: 'T' },
      { role: 'user', content: '[Request interrupted by user]', timestamp: 'T' },
      { role: 'user', content: '<command-name>/compact</command-name>', timestamp: 'T' },
    ]);
  });

  it('hides what nobody typed, and survives every shape of record', async () => {
    write('/p', 's', [
      'null',
      '5',
      '[]',
      '{"half',
      'not json',
      user('x', { isMeta: true }),
      user('x', { isSidechain: true }),
      user('x', { isCompactSummary: true }),
      user('<user_instructions>x'),
      user('<turn_aborted>x'),
      user('<system-reminder>x'),
      user('<task-notification>x'),
      user(null),
      assistant(null),
      { type: 'user', message: null },
      { type: 'assistant' },
      { type: 'user', message: { content: [{ type: 'text', text: null }] } },
      { type: 'user', message: { content: 'last' } },
    ]);
    expect(await read('s', '/p')).toEqual([{ role: 'user', content: 'last', timestamp: '' }]);
  });

  it('finds the transcript with any form of the project folder, or none', async () => {
    const cwd = '/home/dev/my.app_2 (new)';
    write(cwd, 's', [user('hello')]);
    for (const form of [
      cwd,
      `${cwd}/`,
      encodeURIComponent(cwd),
      cwd.slice(1),
      '/home/dev/my.app_2%20(new)',
      '/somewhere/else',
      '',
      null,
    ]) {
      expect(await read('s', form), String(form)).toHaveLength(1);
    }
  });

  it('matches ids exactly, never leaves its folders, and takes the newest of two', async () => {
    write('/p', 'abc-123', [user('hello')]);
    for (const id of ['abc', 'abc-12', 'abc-1234', '../p/abc-123', '', '.', 'x'.repeat(300), 'abc-123\0'])
      expect(await read(id, '/p')).toEqual([]);
    const older = write('/a', 'twice', [user('older')]);
    write('/b', 'twice', [user('newer')]);
    utimesSync(older, 1, 1);
    expect(await read('twice', null)).toMatchObject([{ content: 'newer' }]);
    expect(await read('twice', '/a')).toMatchObject([{ content: 'older' }]);
  });
});
