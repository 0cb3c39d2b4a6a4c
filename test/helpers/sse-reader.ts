import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { HeaderList } from './raw-http.ts';
import { until } from './wait.ts';

export interface ReadEvent {
  id: string;
  event: string;
  data: unknown;
}

/** A reader of a stream that can stop reading and be cut off. */
export interface SseReader {
  status: number;
  headers: IncomingMessage['headers'];
  events: ReadEvent[];
  /** Lines that begin with a colon. */
  comments: string[];
  ended: () => boolean;
  /** Waits for so many events in all. */
  has: (count: number) => Promise<ReadEvent[]>;
  pause: () => void;
  resume: () => void;
  close: () => void;
}

export function readStream(port: number, headers: HeaderList): Promise<SseReader> {
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = request(
      { host: '127.0.0.1', port, path: '/api/stream', headers: Object.fromEntries(headers), agent: false },
      (reply) => resolve(createReader(sent, reply)),
    );
    sent.once('error', reject);
    sent.end();
  });
}

function createReader(sent: ClientRequest, reply: IncomingMessage): SseReader {
  const events: ReadEvent[] = [];
  const comments: string[] = [];
  let buffered = '';
  let ended = false;
  reply.setEncoding('utf8');
  reply.on('data', (text: string) => {
    buffered += text;
    const blocks = buffered.split('\n\n');
    buffered = blocks.pop() ?? '';
    for (const block of blocks) read(block, events, comments);
  });
  sent.on('error', () => undefined);
  reply.on('error', () => undefined);
  reply.on('close', () => (ended = true));
  return {
    status: reply.statusCode ?? 0,
    headers: reply.headers,
    events,
    comments,
    ended: () => ended,
    has: async (count) => {
      await until(`${count} events, got ${events.length}`, () => events.length >= count);
      return events;
    },
    pause: () => void reply.socket.pause(),
    resume: () => void reply.socket.resume(),
    close: () => void sent.destroy(),
  };
}

function read(block: string, events: ReadEvent[], comments: string[]): void {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    if (line.startsWith(':')) comments.push(line);
    else fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  const data = fields.get('data');
  if (data === undefined) return;
  events.push({ id: fields.get('id') ?? '', event: fields.get('event') ?? '', data: JSON.parse(data) });
}
