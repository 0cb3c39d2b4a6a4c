import type { LiveStream, StreamListener } from './live-stream.ts';
import type { FromHub, ToHub } from './messages.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the address of the worker's own file
import workerUrl from './worker.ts?sharedworker&url';

const PING_MS = 20_000;
/** The first answer may have to wait for the worker's code. */
const PONG_WITHIN_MS = { first: 10_000, later: 4_000 };

export interface SharedStreamOptions extends StreamListener {
  headers: () => Record<string, string>;
  /** The worker does not answer (any more). `answered`: it did before. Nothing is heard of it afterwards. */
  onLost: (answered: boolean) => void;
}

/** One more way to the worker; the first one starts it. Throws where the browser has no shared workers. */
export function openWorker(): SharedWorker {
  return new SharedWorker(trusted(workerUrl), { type: 'module', name: 'amc stream' });
}

/** The stream that all windows of this browser share. Throws where the browser has no shared workers. */
export class SharedStream implements LiveStream {
  readonly #options: SharedStreamOptions;
  readonly #port: MessagePort;
  readonly #pings: ReturnType<typeof setInterval>;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #answered = false;
  #stopped = false;

  constructor(options: SharedStreamOptions) {
    this.#options = options;
    const worker = openWorker();
    worker.addEventListener('error', () => this.#lost());
    this.#port = worker.port;
    this.#port.addEventListener('message', this.#heard);
    this.#port.start();
    this.#hello();
    this.#pings = setInterval(() => this.#ping(), PING_MS);
    this.#ping();
    addEventListener('pagehide', this.#bye);
    addEventListener('pageshow', this.#back);
  }

  retryNow(): void {
    this.#ping();
    this.#say({ type: 'retry' });
  }

  reenter(): void {
    this.#hello();
  }

  reopen(): void {
    this.#say({ type: 'reopen' });
  }

  stop(): void {
    this.#stopped = true;
    this.#bye();
    clearInterval(this.#pings);
    clearTimeout(this.#deadline);
    removeEventListener('pagehide', this.#bye);
    removeEventListener('pageshow', this.#back);
    this.#port.removeEventListener('message', this.#heard);
    this.#port.close();
  }

  #say(message: ToHub): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
    this.#port.postMessage(message);
  }

  #hello(): void {
    this.#say({ type: 'hello', headers: this.#options.headers() });
  }

  readonly #bye = (): void => this.#say({ type: 'bye' });

  /** Taken out of the browser's memory of pages gone by. */
  readonly #back = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.#hello();
  };

  readonly #heard = ({ data }: MessageEvent<FromHub>): void => {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    this.#answered = true;
    switch (data.type) {
      case 'events':
        return this.#options.onEvents(data.arrived);
      case 'state':
        return this.#options.onState(data.state);
      case 'problem':
        return this.#options.onProblem();
      case 'pong':
    }
  };

  /** A worker that was ended says nothing, and silence looks like peace: it is asked now and then. */
  #ping(): void {
    this.#say({ type: 'ping' });
    this.#deadline ??= setTimeout(() => this.#lost(), PONG_WITHIN_MS[this.#answered ? 'later' : 'first']);
  }

  #lost(): void {
    if (this.#stopped) return;
    this.stop();
    this.#options.onLost(this.#answered);
  }
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): URL;
  };
}

/** The page's CSP lets no text become a script's address by accident: this one is made here, of the page's own worker. */
export function trusted(url: string): string | URL {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('amc-worker', { createScriptURL: (own) => own });
  return policy?.createScriptURL(url) ?? url;
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;
