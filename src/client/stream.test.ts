import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { StreamEvent } from '../contract/stream.ts';
import { checkEvent } from './check.ts';
import { openStream, type StreamOptions, type StreamState } from './stream.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const sourcesEvent = (name: string): string =>
  JSON.stringify({ type: 'sources', sources: [{ name, state: 'ok', detail: '', at: 0 }] } satisfies StreamEvent);

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serve(handler: Handler): Promise<string> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function follow(baseUrl: string, extra: Partial<StreamOptions> = {}) {
  const controller = new AbortController();
  stops.push(() => controller.abort());
  const names: string[] = [];
  const states: StreamState[] = [];
  const problems: string[] = [];
  const handle = openStream({
    baseUrl,
    signal: controller.signal,
    check: checkEvent,
    onEvent: (event) => names.push(event.type === 'sources' ? (event.sources[0]?.name ?? '') : event.type),
    onState: (state) => states.push(state),
    onProblem: (problem) => problems.push(problem.code),
    maxRetryMs: 50,
    ...extra,
  });
  return { controller, names, states, problems, handle, phases: () => states.map(({ phase }) => phase) };
}

async function until(predicate: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!predicate()) {
    if (Date.now() > deadline) throw new Error('Expected the predicate to hold within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const open = (response: ServerResponse): void => void response.writeHead(200, { 'content-type': 'text/event-stream' });

describe('openStream', () => {
  it('resumes after a break with the id of the last event, and says it was away', async () => {
    const asked: (string | undefined)[] = [];
    const baseUrl = await serve((request, response) => {
      asked.push(request.headers['last-event-id'] as string | undefined);
      open(response);
      response.write(`id: e-${asked.length}\nevent: sources\ndata: ${sourcesEvent(`n${asked.length}`)}\n\n`);
      if (asked.length === 1) response.end();
    });
    const { names, phases } = follow(baseUrl);
    await until(() => names.length === 2);
    expect(names).toEqual(['n1', 'n2']);
    expect(asked).toEqual([undefined, 'e-1']);
    expect(phases()).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });

  it('gives a silent connection up and says since when it heard nothing', async () => {
    let connections = 0;
    const baseUrl = await serve((_, response) => {
      connections += 1;
      open(response);
      response.write(': hb\n\n');
    });
    const { states } = follow(baseUrl, { staleAfterMs: 200 });
    const sinceLive = (): StreamState[] => states.slice(states.findIndex(({ phase }) => phase === 'live'));
    await until(() => connections >= 2 && sinceLive().filter(({ phase }) => phase === 'live').length >= 2);
    const [, stale, reconnecting] = sinceLive();
    expect(
      sinceLive()
        .slice(0, 3)
        .map(({ phase }) => phase),
    ).toEqual(['live', 'stale', 'reconnecting']);
    expect(reconnecting).toMatchObject({ since: stale !== undefined && 'since' in stale ? stale.since : 0 });
  });

  it('a heartbeat keeps it live', async () => {
    let beats = 0;
    const baseUrl = await serve((_, response) => {
      open(response);
      const timer = setInterval(() => {
        beats += 1;
        response.write(': hb\n\n');
      }, 20);
      response.on('close', () => clearInterval(timer));
    });
    const { phases } = follow(baseUrl, { staleAfterMs: 400 });
    await until(() => beats > 40);
    expect(phases()).toEqual(['connecting', 'live']);
  });

  it('stops when it is not let in', async () => {
    const baseUrl = await serve((_, response) => response.writeHead(401).end());
    const { handle, phases } = follow(baseUrl);
    await handle.done;
    expect(phases()).toEqual(['connecting', 'refused']);
  });

  it('reports an event it does not know and goes on', async () => {
    const baseUrl = await serve((_, response) => {
      open(response);
      response.write(`data: {"type":"later"}\n\ndata: {broken\n\ndata: ${sourcesEvent('good')}\n\n`);
    });
    const { names, problems } = follow(baseUrl);
    await until(() => names.length === 1);
    expect(problems).toEqual(['unreadable_reply', 'unreadable_reply']);
  });

  it('splits no character that arrives in two pieces', async () => {
    const bytes = Buffer.from(`data: ${sourcesEvent('grün')}\n\n`);
    const cut = bytes.indexOf(0xc3) + 1;
    const baseUrl = await serve((_, response) => {
      open(response);
      response.write(bytes.subarray(0, cut));
      setImmediate(() => response.write(bytes.subarray(cut)));
    });
    const { names } = follow(baseUrl);
    await until(() => names.length === 1);
    expect(names).toEqual(['grün']);
  });

  it('retries at once when woken, and tells nothing after an abort', async () => {
    let connections = 0;
    const baseUrl = await serve((_, response) => {
      connections += 1;
      response.writeHead(503).end();
    });
    const { handle, controller, states, phases } = follow(baseUrl, { maxRetryMs: 60_000 });
    await until(() => phases().filter((phase) => phase === 'reconnecting').length >= 4);
    const before = connections;
    handle.retryNow();
    await until(() => connections > before);
    controller.abort();
    const told = states.length;
    await handle.done;
    expect(states.length).toBe(told);
  });
});
