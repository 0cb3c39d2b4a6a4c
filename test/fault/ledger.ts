import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { AmcProcess, type StartOptions } from '../helpers/amc-process.ts';
import { waitFor } from '../rig/wait-for.ts';

/** One transcript as it was written, kept apart from AMC. */
export interface Ledger {
  path: string;
  id: string;
  prompts: number;
  /** Words that stand in exactly one message of all. */
  words: string[];
  /** The record that the next one goes on from. */
  last: string | null;
}

/** A throw-away home in which transcripts are written. */
export interface HistoryHome {
  home: string;
  env: Record<string, string>;
  dataDir: string;
  ledger: Ledger[];
  /** A new transcript with as many prompts. */
  add(lines: number, project?: string): Ledger;
  append(entry: Ledger, lines: number): void;
  /** A real AMC over it; ended by `dispose` at the latest. */
  start(options?: StartOptions): Promise<AmcProcess>;
  /** Ends every AMC that was started, at once. */
  stop(): Promise<void>;
  dispose(): Promise<void>;
}

export function makeHistoryHome(): HistoryHome {
  const home = mkdtempSync('/tmp/amc-fault-');
  const ledger: Ledger[] = [];
  const running: AmcProcess[] = [];
  const env = {
    HOME: home,
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    XDG_RUNTIME_DIR: home,
    TMUX_TMPDIR: home,
  };
  const stop = async (): Promise<void> => {
    for (const amc of running) await amc.stop('SIGKILL');
  };
  return {
    home,
    env,
    dataDir: join(home, '.local/share/amc'),
    ledger,
    append,
    add: (lines, project = '-home-dev-p-demo') => {
      const id = `0c1a0de0-0000-4000-8000-${String(ledger.length).padStart(12, '0')}`;
      const path = join(home, '.claude/projects', project, `${id}.jsonl`);
      const entry: Ledger = { path, id, prompts: 0, words: [], last: null };
      mkdirSync(dirname(entry.path), { recursive: true });
      writeFileSync(entry.path, '');
      append(entry, lines);
      ledger.push(entry);
      return entry;
    },
    start: async (options) => {
      const amc = await AmcProcess.start(env, options);
      running.push(amc);
      return amc;
    },
    stop,
    dispose: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function append(entry: Ledger, lines: number): void {
  const at = statSync(entry.path).size;
  appendFileSync(entry.path, Array.from({ length: lines }, (_, i) => lineOf(entry, `${at}x${i}`)).join(''));
}

function lineOf(entry: Ledger, place: string): string {
  const word = `w${entry.id.slice(-4)}n${place}`;
  const parentUuid = entry.last;
  entry.words.push(word);
  entry.prompts += 1;
  entry.last = word;
  return `${JSON.stringify({
    parentUuid,
    isSidechain: false,
    type: 'user',
    uuid: word,
    timestamp: '2026-11-20T10:00:00.000Z',
    sessionId: entry.id,
    cwd: '/home/dev/p/demo',
    version: '2.1.330',
    gitBranch: 'main',
    message: { role: 'user', content: `Look at ${word}. ${'The queue stalls when the worker waits. '.repeat(20)}` },
  })}\n`;
}

/** So many megabytes of what the agent said. */
export function addReplies(entry: Ledger, mebibytes: number): void {
  const text = 'The worker waits for the queue. '.repeat(32);
  const message = { role: 'assistant', content: [{ type: 'text', text }] };
  const line = `${JSON.stringify({ type: 'assistant', sessionId: entry.id, message })}\n`;
  const part = line.repeat(Math.ceil((1024 * 1024) / line.length));
  for (let i = 0; i < mebibytes; i += 1) appendFileSync(entry.path, part);
}

/** Until everything that is known is read. */
export async function indexReady(amc: AmcProcess): Promise<void> {
  await waitFor(async () => (await amc.client.call('index', {})).state === 'ready', {
    what: 'the index to be ready',
    timeoutMs: 60_000,
    context: async () => JSON.stringify(await amc.client.call('index', {})),
  });
}

/** Each prompt is there once, each word is found where it was written, and the tables agree with the files. */
export async function expectComplete(amc: AmcProcess, ledger: readonly Ledger[]): Promise<void> {
  await indexReady(amc);
  const { faults } = await amc.client.call('verifyIndex', { body: {} });
  expect(faults).toEqual([]);
  const { sessions } = await amc.client.call('history', { query: { limit: 1_000 } });
  expect(new Map(sessions.map(({ id, prompts }) => [id, prompts]))).toEqual(
    new Map(ledger.map(({ id, prompts }) => [id, prompts])),
  );
  for (const { id, words } of ledger) {
    for (const word of [words[0], words[Math.floor(words.length / 2)], words.at(-1)]) {
      const { hits } = await amc.client.call('search', { query: { q: word ?? '' } });
      expect(hits.map(({ session }) => session)).toEqual([`claude:${id}`]);
    }
  }
}
