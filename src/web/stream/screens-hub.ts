import type { followScreens } from '../../client/screen.ts';
import type { ScreenEvent } from '../../contract/screen.ts';
import type { FromScreens, ToScreens } from './screens-messages.ts';

export interface ScreensHubOptions {
  follow: typeof followScreens;
  now?: () => number;
  /** What is wanted within this time is asked for together, ms. */
  togetherMs?: number;
}

/** Where one look at a pane hears what the hub says. */
export type ScreensPort = (message: FromScreens) => void;

/** Windows that show a pane say so every 20 s; one that was killed does not. */
const SILENT_MS = 70_000;

interface Look {
  key: string;
  heardAt: number;
}

interface Connection {
  keys: Set<string>;
  stop: AbortController;
  live: boolean;
}

/**
 * The panes that all windows of a browser look at, by one connection. When another one is wanted, a new connection takes
 * the place of the old one, which ends when the new one stands: nobody sees a break.
 */
export class ScreensHub {
  readonly #options: Required<ScreensHubOptions>;
  readonly #looks = new Map<ScreensPort, Look>();
  readonly #last = new Map<string, ScreenEvent>();
  #headers: Record<string, string> = {};
  /** The one asked for last, and the one that stood before it: that shows on until the new one stands. */
  #current: Connection | null = null;
  #before: Connection | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ follow, now = () => performance.now(), togetherMs = 20 }: ScreensHubOptions) {
    this.#options = { follow, now, togetherMs };
  }

  hear(port: ScreensPort, message: ToScreens): void {
    switch (message.type) {
      case 'follow':
        return this.#join(port, message.key, message.headers);
      case 'ping':
        return this.#ping(port);
      case 'leave':
        return this.#leave(port);
    }
  }

  #join(port: ScreensPort, key: string, headers: Record<string, string>): void {
    const isSame = JSON.stringify(headers) === JSON.stringify(this.#headers);
    this.#headers = headers;
    this.#looks.set(port, { key, heardAt: this.#options.now() });
    const current = this.#current;
    if (!isSame || current === null || !current.keys.has(key)) return this.#renew();
    const last = this.#last.get(key);
    if (current.live && last !== undefined) port({ type: 'event', event: last });
  }

  #ping(port: ScreensPort): void {
    const now = this.#options.now();
    const look = this.#looks.get(port);
    if (look === undefined) return port({ type: 'forgotten' });
    look.heardAt = now;
    port({ type: 'pong' });
    for (const [other, { heardAt }] of this.#looks) {
      if (now - heardAt <= SILENT_MS) continue;
      this.#leave(other);
      // It may have slept with its machine, and look still.
      other({ type: 'forgotten' });
    }
  }

  #leave(port: ScreensPort): void {
    if (!this.#looks.delete(port)) return;
    if (this.#looks.size === 0) this.#open();
    else this.#renew();
  }

  #renew(): void {
    this.#timer ??= setTimeout(() => this.#open(), this.#options.togetherMs);
  }

  /** Follows exactly what is looked at now. */
  #open(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const keys = new Set([...this.#looks.values()].map(({ key }) => key));
    for (const key of this.#last.keys()) if (!keys.has(key)) this.#last.delete(key);
    if (this.#current?.live === true) this.#before = this.#current;
    else this.#current?.stop.abort();
    this.#current = keys.size === 0 ? null : this.#follow(keys);
    if (this.#current === null) this.#endBefore();
  }

  #follow(keys: Set<string>): Connection {
    const connection: Connection = { keys, stop: new AbortController(), live: false };
    void this.#options.follow({
      baseUrl: '',
      headers: () => this.#headers,
      sessionKeys: [...keys],
      signal: connection.stop.signal,
      onEvent: (event, key) => this.#heard(connection, event, key),
      onState: (state) => {
        if (state.phase === 'connecting') return;
        if (connection === this.#current) this.#endBefore();
        connection.live = state.phase === 'live';
        // What is there now comes with the first events.
        if (state.phase === 'lost') this.#tell({ type: 'lost', why: state.error.message }, connection);
        else if (state.phase === 'refused') this.#tell({ type: 'refused' }, connection);
      },
    });
    return connection;
  }

  #endBefore(): void {
    this.#before?.stop.abort();
    this.#before = null;
  }

  #heard({ keys }: Connection, event: ScreenEvent, key: string): void {
    this.#last.set(key, event);
    for (const [port, look] of this.#looks) {
      if (look.key !== key) continue;
      port({ type: 'event', event });
      // Nothing follows. Who looks again asks anew.
      if (event.type === 'gone') this.#looks.delete(port);
    }
    if (event.type !== 'gone') return;
    this.#last.delete(key);
    keys.delete(key);
  }

  #tell(message: FromScreens, { keys }: Connection): void {
    for (const [port, { key }] of this.#looks) if (keys.has(key)) port(message);
  }
}
