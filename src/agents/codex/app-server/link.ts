import type { SourceHealth } from '../../../contract/health.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { FolderWatch, FolderWatcher } from '../../../ports/log-reader.ts';
import { RpcConnection } from './rpc.ts';
import { InitializeReply, parseNotification, type Notification, type RpcId } from './schemas.ts';
import { controlFolder, findSocket } from './socket.ts';
import { messageOf } from '../../../lib/message-of.ts';

/** While a socket is there that cannot be used. Without one nothing is tried until its folder changes. */
const RETRY_MS = [250, 500, 1_000, 2_000, 5_000, 15_000, 30_000];
/** A connection that lasted this long was a good one. */
const STABLE_MS = 5_000;
/** A burst of changes in the folder is one look. */
const PING_MS = 50;

export interface LinkHandlers {
  /** Resolves when the first look at the server's threads is done. */
  connected(rpc: RpcConnection, about: { serverVersion: string | null }): Promise<void>;
  lost(): void;
  notified(notification: Notification): void;
  asked(request: { id: RpcId; method: string; params: unknown }): void;
}

export interface ServerLinkOptions {
  codexHome: string;
  clock: Clock;
  watcher: FolderWatcher;
  handlers: LinkHandlers;
}

/** The way to the background server of one CODEX_HOME. Never starts one; costs nothing while there is none. */
export class ServerLink {
  readonly #options: ServerLinkOptions;
  #rpc: RpcConnection | null = null;
  #trying: Promise<void> | null = null;
  #tryAgain = false;
  #watch: FolderWatch | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failures = 0;
  #connectedAt = 0;
  #disposed = false;
  #state: Pick<SourceHealth, 'state' | 'detail' | 'next' | 'at'>;
  #oddities: { count: number; last: string } | null = null;

  constructor(options: ServerLinkOptions) {
    this.#options = options;
    this.#state = { state: 'absent', detail: 'not looked for yet', at: options.clock() };
  }

  /** Open and initialised; null while there is no server. */
  get rpc(): RpcConnection | null {
    return this.#rpc?.isOpen === true ? this.#rpc : null;
  }

  async start(): Promise<void> {
    this.#watch = this.#options.watcher.watch(controlFolder(this.#options.codexHome), () => this.#ping());
    await this.look();
  }

  /** Looks for the server now, unless it is connected. */
  look(): Promise<void> {
    this.#watch?.recheck();
    if (this.#disposed || this.rpc !== null) return Promise.resolve();
    if (this.#trying !== null) {
      this.#tryAgain = true;
      return this.#trying;
    }
    this.#trying = this.#try().finally(() => {
      this.#trying = null;
      if (!this.#tryAgain) return;
      this.#tryAgain = false;
      this.#ping();
    });
    return this.#trying;
  }

  health(): SourceHealth {
    const { codexHome } = this.#options;
    const name = `codex server (${codexHome})`;
    if (this.#state.state !== 'ok' || this.#oddities === null) return { name, ...this.#state };
    const { count, last } = this.#oddities;
    return {
      name,
      ...this.#state,
      state: 'degraded',
      detail: `${this.#state.detail}; ${count} messages not understood, last: ${last}`,
    };
  }

  /** Counts what the server said in a form AMC does not understand. */
  malformed(reason: string): void {
    this.#oddities = { count: (this.#oddities?.count ?? 0) + 1, last: reason };
  }

  dispose(): void {
    this.#disposed = true;
    this.#watch?.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#rpc?.close();
    this.#rpc = null;
  }

  async #try(): Promise<void> {
    const look = await findSocket(this.#options.codexHome);
    if (this.#disposed) return;
    if (look.state === 'absent') {
      this.#failures = 0;
      return this.#became({
        state: 'absent',
        detail: 'no background server runs; sessions are read from their rollouts',
      });
    }
    if (look.state === 'refused') return this.#failed(look.reason);
    try {
      await this.#connect(look.path);
    } catch (error) {
      this.#failed(messageOf(error));
    }
  }

  async #connect(path: string): Promise<void> {
    const { handlers, clock } = this.#options;
    let mine: RpcConnection | null = null;
    const rpc = await RpcConnection.open({
      path,
      handlers: {
        notified: ({ method, params, at }) => this.#notified({ method, params, at: at ?? clock() }),
        asked: (request) => handlers.asked(request),
        malformed: (reason) => this.malformed(reason),
        closed: () => {
          if (this.#rpc === mine) this.#lost();
        },
      },
    });
    mine = rpc;
    if (this.#disposed) return rpc.close();
    const about = await initialize(rpc);
    if (about === null || this.#disposed) {
      rpc.close();
      throw new Error('the Codex server did not answer `initialize`');
    }
    this.#rpc = rpc;
    this.#connectedAt = clock();
    this.#oddities = null;
    this.#became({ state: 'ok', detail: `connected to Codex ${about.serverVersion ?? '(version unknown)'}` });
    await handlers.connected(rpc, about);
  }

  #notified(message: { method: string; params: unknown; at: number }): void {
    const parsed = parseNotification(message);
    if (parsed.kind === 'known') this.#options.handlers.notified(parsed.notification);
    else if (parsed.kind === 'malformed') this.malformed(parsed.reason);
  }

  #lost(): void {
    this.#rpc = null;
    if (this.#disposed) return;
    this.#became({ state: 'absent', detail: 'the connection to the background server is lost' });
    this.#options.handlers.lost();
    // One that breaks as soon as it is made must not be made again in a tight circle.
    if (this.#options.clock() - this.#connectedAt >= STABLE_MS) this.#failures = 0;
    this.#after(this.#nextDelay());
  }

  #failed(reason: string): void {
    this.#became({
      state: 'failed',
      detail: reason,
      next: 'Codex works without AMC; its sessions are read from their rollouts.',
    });
    this.#after(this.#nextDelay());
  }

  #nextDelay(): number {
    const delay = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 0;
    this.#failures += 1;
    return delay;
  }

  #ping(): void {
    if (this.rpc === null) this.#after(PING_MS);
  }

  #after(ms: number): void {
    if (this.#disposed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.look();
    }, ms);
    this.#timer.unref();
  }

  #became(state: Pick<SourceHealth, 'state' | 'detail' | 'next'>): void {
    if (this.#state.state !== state.state || this.#state.detail !== state.detail)
      this.#state = { ...state, at: this.#options.clock() };
  }
}

/** null: no usable answer. */
async function initialize(rpc: RpcConnection): Promise<{ serverVersion: string | null } | null> {
  const reply = await rpc.request('initialize', {
    clientInfo: { name: 'amc', title: 'Agent Mission Control', version: '0' },
    capabilities: { experimentalApi: true, requestAttestation: false },
  });
  const parsed = reply.state === 'result' ? InitializeReply.safeParse(reply.result) : null;
  if (!parsed?.success) return null;
  rpc.notify('initialized');
  // e.g. `codex-tui/0.169.0 (Debian 12.0.0; x86_64) xterm-256color (amc; 0)`
  return { serverVersion: /^[^/\s]+\/(\d[\w.+-]*)/.exec(parsed.data.userAgent ?? '')?.[1] ?? null };
}
