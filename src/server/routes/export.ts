import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Hono } from 'hono';
import { routes } from '../../contract/routes.ts';
import type { MissionControl } from '../../services/api.ts';
import { replyRefusal, type ServerContext, type ServerEnv } from '../env.ts';
import type { ServerLog } from '../log.ts';
import { readInput } from './register.ts';

const ROUTE = routes.exportSession;
/** Small texts are sent together. */
const CHUNK_CHARACTERS = 64 * 1024;

/** A conversation as a download: written as fast as it is taken, held nowhere. */
export function registerExport(
  app: Hono<ServerEnv>,
  { mission, log }: { mission: MissionControl; log: ServerLog },
): void {
  app.get(ROUTE.path, async (c) => {
    const input = await readInput(c, ROUTE, 0);
    if (!input.ok) return replyRefusal(c, input.refusal);
    const { key } = ROUTE.params.parse(input.value.params);
    const { format } = ROUTE.query.parse(input.value.query);
    const file = await mission.history.exportOf(key, format);
    const headers = { 'Content-Type': file.type, 'Content-Disposition': `attachment; filename="${file.name}"` };
    await sendText(c, headers, file.text, log);
    return RESPONSE_ALREADY_SENT;
  });
}

/** A failure on the way breaks the connection off, so that half a file is not taken for a whole one. */
async function sendText(
  c: ServerContext,
  headers: Readonly<Record<string, string>>,
  text: AsyncIterable<string>,
  log: ServerLog,
): Promise<void> {
  const { outgoing, incoming } = c.env;
  outgoing.writeHead(200, headers);
  if (incoming.method === 'HEAD') {
    outgoing.end();
    return;
  }
  try {
    for await (const chunk of inChunks(text)) if (!(await taken(outgoing, chunk))) return;
    outgoing.end();
  } catch (error) {
    log.error('an export broke off', { error: error instanceof Error ? error.message : 'not an Error' });
    outgoing.destroy();
  }
}

async function* inChunks(text: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const piece of text) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** False: nobody takes it any more. */
async function taken(outgoing: ServerResponse, chunk: string): Promise<boolean> {
  if (outgoing.destroyed) return false;
  if (outgoing.write(chunk)) return true;
  const stop = new AbortController();
  const { signal } = stop;
  await Promise.race([once(outgoing, 'drain', { signal }), once(outgoing, 'close', { signal })]).catch(() => undefined);
  stop.abort();
  return !outgoing.destroyed;
}
