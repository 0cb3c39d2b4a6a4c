import { maxTextBytes } from '../input.ts';
import type { Connection } from './connection.ts';
import { openConnection } from './connection.ts';
import { zellijError } from './errors.ts';
import { parseClients, parsePanes, parseTabs } from './listing.ts';
import type { Talk } from './talk.ts';
import type { ServerRequest } from './wire.ts';

export interface SocketTalkOptions {
  path: string;
  connectMs: number;
  /** For each question or write. */
  timeoutMs: number;
}

/** Speaks to the session's socket: no process, about a millisecond a question. */
export async function openSocketTalk({ path, connectMs, timeoutMs }: SocketTalkOptions): Promise<Talk> {
  const connection = await openConnection({ path, deadline: performance.now() + connectMs });
  const ask = (request: ServerRequest): Promise<string> => askForText({ connection, request, timeoutMs });
  return {
    maxTextBytes,
    panes: async () => parsePanes(await ask({ type: 'list_panes' })),
    listing: async () => ({
      panes: parsePanes(await ask({ type: 'list_panes' })),
      tabs: parseTabs(await ask({ type: 'list_tabs' })),
    }),
    clients: async () => parseClients(await ask({ type: 'list_clients' })),
    async focus(pane, client) {
      connection.send({ type: 'focus', pane, ...(client === undefined ? {} : { client }) });
      // "Already focused" is told as an error: what the clients show then is the answer.
      return parseClients(
        await askForText({ connection, request: { type: 'list_clients' }, timeoutMs, errors: 'skip' }),
      );
    },
    rows: (pane, { ansi }) => askForRows({ connection, pane, ansi, timeoutMs }),
    async write(write) {
      connection.send(write);
      // The server takes the requests of a connection in order, so an answer to this one proves that the write was handled.
      await ask({ type: 'list_panes' });
    },
    close: () => connection.close(),
  };
}

async function askForText({
  connection,
  request,
  timeoutMs,
  errors = 'throw',
}: {
  connection: Connection;
  request: ServerRequest;
  timeoutMs: number;
  errors?: 'throw' | 'skip';
}): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  connection.send(request);
  for (;;) {
    const message = await connection.next(deadline);
    if (message.type === 'log') return message.text;
    if (message.type === 'error' && errors === 'throw')
      throw zellijError('zellij_error', `Zellij said: ${message.text}`);
  }
}

async function askForRows({
  connection,
  pane,
  ansi,
  timeoutMs,
}: {
  connection: Connection;
  pane: number;
  ansi: boolean;
  timeoutMs: number;
}): Promise<string[] | null> {
  const deadline = performance.now() + timeoutMs;
  connection.send({ type: 'subscribe', pane, ansi });
  for (;;) {
    const message = await connection.next(deadline);
    if (message.type === 'render' && message.pane === pane && message.initial) return message.rows;
    if (message.type === 'error') return null;
  }
}
