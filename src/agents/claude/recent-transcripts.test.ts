import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recentTranscripts } from './recent-transcripts.ts';

const DAY_MS = 86_400_000;
const LONG_AGO = new Date('2026-01-02T03:04:05Z');

let configDir: string;

beforeEach(() => {
  configDir = mkdtempSync(join(tmpdir(), 'amc-recent-'));
});
afterEach(() => rmSync(configDir, { recursive: true, force: true }));

function write(project: string, name: string, { at = LONG_AGO, text = '{}\n' } = {}): string {
  const folder = join(configDir, 'projects', project);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, text);
  utimesSync(path, at, at);
  return path;
}

async function found({ limit = 10, isOver = () => false as boolean } = {}): Promise<string[]> {
  const since = Date.now() - DAY_MS;
  const all = await recentTranscripts({ configDirs: [configDir, join(configDir, 'none')], since, limit, isOver });
  return all.map(({ sessionId }) => sessionId);
}

describe('recent transcripts', () => {
  it('finds one that was appended to in a folder that did not change', async () => {
    const path = write('-home-dev-a', 'continued.jsonl');
    write('-home-dev-a', 'old.jsonl');
    const folder = join(configDir, 'projects/-home-dev-a');
    utimesSync(folder, LONG_AGO, LONG_AGO);
    appendFileSync(path, '{}\n');
    expect(statSync(folder).mtimeMs).toBe(LONG_AGO.getTime());
    expect(await found()).toEqual(['continued']);
  });

  it('gives the newest of all folders, so many as are wanted', async () => {
    for (let i = 0; i < 30; i += 1)
      write(`-home-dev-${i % 3}`, `s${i}.jsonl`, { at: new Date(Date.now() - i * 60_000) });
    expect(await found({ limit: 4 })).toEqual(['s0', 's1', 's2', 's3']);
  });

  it('leaves out what is no transcript of a session', async () => {
    const at = new Date();
    write('-home-dev-a', 'session.jsonl', { at });
    write('-home-dev-a', 'agent-1234.jsonl', { at });
    write('-home-dev-a', 'empty.jsonl', { at, text: '' });
    write('-home-dev-a', 'notes.md', { at });
    write('-home-dev-a', '..jsonl', { at });
    mkdirSync(join(configDir, 'projects/-home-dev-a/folder.jsonl'));
    expect(await found()).toEqual(['session']);
  });

  it('stops when it is not wanted any more', async () => {
    write('-home-dev-a', 'session.jsonl', { at: new Date() });
    expect(await found({ isOver: () => true })).toEqual([]);
  });
});
