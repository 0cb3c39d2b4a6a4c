import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { IngestMethods } from '../../src/app/index-roles.ts';
import { ThreadHost } from '../../src/platform/thread-host.ts';
import { workerThreads } from '../../src/platform/threads.ts';
import { openHistoryStore } from '../../src/store/index/history-store.ts';
import type { HistoryHome } from './ledger.ts';

const ENTRY = fileURLToPath(new URL('../../dist/app/index-worker.js', import.meta.url));
const CHILD = fileURLToPath(new URL('./ingest-child.mjs', import.meta.url));

/** How a process that reads everything once has ended; `code`: of the error that reading ended with. */
export interface IngestEnd {
  killed: boolean;
  code?: string;
  message?: string;
}

/** Reads all transcripts of a home into its index, in a process of its own. `under`: as of `AmcProcess.start`. */
export function ingest({ env, dataDir, home }: HistoryHome, under: readonly string[] = []): Promise<IngestEnd> {
  const [command = '', ...args] = [...under, process.execPath, CHILD, ENTRY, dataDir, home];
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(said === '' ? { killed: true } : { killed: false, ...JSON.parse(said) }));
  });
}

/** That the index becomes complete by itself: the tables agree with the files, each prompt is there once. */
export async function expectMended({ dataDir, home, ledger }: HistoryHome): Promise<void> {
  const role = { role: 'ingest', dataDir, env: { HOME: home }, entry: null };
  const host = new ThreadHost<IngestMethods>({ name: 'The index', start: workerThreads(ENTRY), role });
  try {
    expect(await host.call('verify', null)).toEqual([]);
  } finally {
    await host.end('stop');
  }
  const store = await openHistoryStore({ path: join(dataDir, 'index.db') });
  try {
    const { sessions } = store.list({ filter: {}, cursor: null, limit: 1_000 });
    expect(new Map(sessions.map(({ id, prompts }) => [id, prompts]))).toEqual(
      new Map(ledger.map(({ id, prompts }) => [id, prompts])),
    );
  } finally {
    store.close();
  }
}
