import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPageReader } from '../../ingest/page-reader.ts';
import type { PageReader } from '../../ports/log-reader.ts';
import { sketchTranscript } from './history.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amc-sketch-'));
  path = join(folder, 'session.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Page readers that count how often a file is gone through. */
function counting(): { pages: PageReader; passes: () => number } {
  const pages = createPageReader();
  let passes = 0;
  const counted = (way: 'forward' | 'backward') => (file: string) => {
    passes += 1;
    return pages[way](file);
  };
  return { pages: { forward: counted('forward'), backward: counted('backward') }, passes: () => passes };
}

const record = (type: 'user' | 'assistant', content: unknown, minute: number) =>
  `${JSON.stringify({
    type,
    uuid: `${type}-${minute}`,
    sessionId: 'session',
    cwd: '/home/dev/app',
    version: '2.1.330',
    timestamp: `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`,
    message: { role: type, content },
  })}\n`;

const said = (text: string, minute: number) => record('assistant', [{ type: 'text', text }], minute);

describe('sketch of a transcript', () => {
  it('reads a small one once', async () => {
    writeFileSync(path, record('user', 'Fix the build', 1) + said('Working on it.', 2) + said('It is fixed.', 3));
    const { pages, passes } = counting();
    const sketch = await sketchTranscript(pages, path);
    expect(sketch).toMatchObject({
      facts: { cwd: '/home/dev/app', agentVersion: '2.1.330', startedAt: Date.parse('2026-11-22T10:01:00Z') },
      said: 'It is fixed.',
      lastAt: Date.parse('2026-11-22T10:03:00Z'),
      hasConversation: true,
    });
    expect(sketch.facts.title?.text).toBe('Fix the build');
    expect(passes()).toBe(1);
  });

  it('takes the first prompt of a large one from its beginning', async () => {
    const middle = said('x'.repeat(10_000), 2).repeat(100);
    writeFileSync(path, record('user', 'Fix the build', 1) + middle + record('user', 'And now?', 3) + said('Done.', 4));
    const { pages, passes } = counting();
    const sketch = await sketchTranscript(pages, path);
    expect(sketch.facts.title?.text).toBe('Fix the build');
    expect(sketch).toMatchObject({ said: 'Done.', lastAt: Date.parse('2026-11-22T10:04:00Z') });
    expect(passes()).toBe(2);
  });

  it('finds no conversation where there is none', async () => {
    const { pages } = counting();
    expect(await sketchTranscript(pages, path)).toMatchObject({ hasConversation: false, said: null, lastAt: null });
  });
});
