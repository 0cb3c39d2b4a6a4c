import { createStretchWorker } from '../ingest/transcripts/helper.ts';
import type { StretchAnswer } from '../ingest/transcripts/helper.ts';
import { TUNING } from '../ingest/transcripts/tuning.ts';
import { type Role, runAsThread } from '../platform/threads.ts';
import { serveCalls, type Wire } from '../platform/worker-rpc.ts';
import { runSearch } from '../services/search/run.ts';
import { loadPrices } from '../services/usage/own-prices.ts';
import { runUsage } from '../services/usage/run.ts';
import { openHistoryStore } from '../store/index/history-store.ts';
import { packItems } from '../store/index/pack.ts';
import { createFormats } from './formats.ts';
import { serveIngest } from './index-ingest.ts';
import { type IndexRole, indexPath, type QueryMethods, type ReadMethods } from './index-roles.ts';

/** The entry of the index's threads; `workerData` says which one this is. */
export async function serveIndexRole(wire: Wire, told: unknown): Promise<Role> {
  if (!isIndexRole(told)) throw new TypeError('A thread of the index was started without a role.');
  switch (told.role) {
    case 'ingest':
      return serveIngest(wire, told);
    case 'read':
      return serveRead(wire, told);
    case 'query':
      return serveQuery(wire, told);
  }
}

function serveRead(wire: Wire, { env }: IndexRole): Role {
  const read = createStretchWorker({ formats: createFormats(env), pack: packItems, limits: TUNING });
  serveCalls<ReadMethods, never>(wire, { read }, { transfers: buffersOf });
  return forever(() => undefined);
}

async function serveQuery(wire: Wire, { dataDir }: IndexRole): Promise<Role> {
  const store = await openHistoryStore({ path: indexPath(dataDir) });
  serveCalls<QueryMethods, never>(wire, {
    search: (request) => runSearch({ store, request, now: Date.now() }),
    usage: (request) => runUsage({ store, request, prices: loadPrices(dataDir) }),
  });
  return forever(() => store.close());
}

function forever(stop: () => void): Role {
  return { running: new Promise<never>(() => undefined), stop: async () => stop() };
}

/** What a batch may give away: buffers that hold nothing but one of its texts. */
function buffersOf(answer: unknown): readonly ArrayBuffer[] {
  if (!isBatch(answer)) return [];
  return answer.batch.blocks
    .flatMap(({ packed, text }) => [packed, text])
    .filter(({ buffer, byteLength }) => buffer.byteLength === byteLength)
    .map(({ buffer }) => buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);
}

function isBatch(answer: unknown): answer is Extract<StretchAnswer, { kind: 'batch' }> {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'batch';
}

function isIndexRole(value: unknown): value is IndexRole {
  return typeof value === 'object' && value !== null && 'role' in value && 'dataDir' in value;
}

await runAsThread(serveIndexRole);
