import type { ServerResponse } from 'node:http';
import { ScreenEvent, type PaneScreen } from '../../src/contract/screen.ts';

/** The panes of a fake server: what was told last is told to whoever comes, as the real one does. */
export class FakeScreens {
  readonly #last = new Map<string, ScreenEvent>();
  readonly #readers = new Map<ServerResponse, string>();

  /** How many follow a pane now. */
  get open(): number {
    return this.#readers.size;
  }

  tell(key: string, event: ScreenEvent): void {
    this.#last.set(key, ScreenEvent.parse(event));
    for (const [response, of] of this.#readers) if (of === key) this.#write(response, event);
  }

  /** Rows from the top; the rest is blank. */
  show(key: string, rows: readonly string[], screen: Partial<PaneScreen> = {}): void {
    const { cols = 80 } = screen;
    const blank = Array<string>(Math.max(0, 24 - rows.length)).fill('');
    this.tell(key, { type: 'screen', screen: { at: Date.now(), ...screen, cols, rows: [...rows, ...blank] } });
  }

  serve(key: string, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    this.#readers.set(response, key);
    response.once('close', () => this.#readers.delete(response));
    const last = this.#last.get(key);
    if (last !== undefined) this.#write(response, last);
  }

  /** Breaks every connection off. */
  drop(): void {
    for (const response of this.#readers.keys()) response.destroy();
  }

  #write(response: ServerResponse, event: ScreenEvent): void {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    if (event.type === 'gone') response.end();
  }
}
