import type { ServerResponse } from 'node:http';
import { keysIn, ScreenEvent, type PaneScreen } from '../../src/contract/screen.ts';

/** Who follows which panes; `several`: by one connection, each event with whose it is. */
interface Reader {
  keys: Set<string>;
  several: boolean;
}

/** The panes of a fake server: what was told last is told to whoever comes, as the real one does. */
export class FakeScreens {
  readonly #last = new Map<string, ScreenEvent>();
  readonly #readers = new Map<ServerResponse, Reader>();

  /** How many panes are followed now. */
  get open(): number {
    return new Set([...this.#readers.values()].flatMap(({ keys }) => [...keys])).size;
  }

  /** By how many connections. */
  get connections(): number {
    return this.#readers.size;
  }

  tell(key: string, event: ScreenEvent): void {
    this.#last.set(key, ScreenEvent.parse(event));
    for (const [response, reader] of this.#readers) if (reader.keys.has(key)) this.#write(response, reader, key, event);
  }

  /** Rows from the top; the rest is blank. */
  show(key: string, rows: readonly string[], screen: Partial<PaneScreen> = {}): void {
    const { cols = 80 } = screen;
    const blank = Array<string>(Math.max(0, 24 - rows.length)).fill('');
    this.tell(key, { type: 'screen', screen: { at: Date.now(), ...screen, cols, rows: [...rows, ...blank] } });
  }

  serve(keys: readonly string[], response: ServerResponse, several = false): void {
    const reader = { keys: new Set(keys), several };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    this.#readers.set(response, reader);
    response.once('close', () => this.#readers.delete(response));
    for (const key of keys) {
      const last = this.#last.get(key);
      if (last !== undefined) this.#write(response, reader, key, last);
    }
  }

  /** Those that the address names, by one connection. */
  serveAll({ searchParams }: URL, response: ServerResponse): void {
    this.serve(keysIn(searchParams.get('keys') ?? '') ?? [], response, true);
  }

  /** Breaks every connection off. */
  drop(): void {
    for (const response of this.#readers.keys()) response.destroy();
  }

  #write(response: ServerResponse, { keys, several }: Reader, key: string, event: ScreenEvent): void {
    const data = several ? { key, event } : event;
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(data)}\n\n`);
    if (event.type === 'gone') keys.delete(key);
    if (keys.size === 0) response.end();
  }
}
