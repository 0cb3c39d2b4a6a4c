import type { FromScreens, ToScreens } from './screens-messages.ts';
import { trusted } from './shared-stream.ts';
// oxlint-disable-next-line import/default -- Vite makes it: the address of the worker's own file
import workerUrl from './screens-worker.ts?sharedworker&url';

const PING_MS = 20_000;
/** The first answer may have to wait for the worker's code. */
const PONG_WITHIN_MS = { first: 10_000, later: 4_000 };

export interface SharedScreenOptions {
  sessionKey: string;
  headers: () => Record<string, string>;
  onMessage: (message: Exclude<FromScreens, { type: 'refused' | 'forgotten' | 'pong' }>) => void;
  /** The worker does not answer, or is not let in. Nothing is heard of it afterwards. */
  onLost: () => void;
}

/** Follows a pane by the connection that all windows share, until the result is called. Throws where there is none. */
export function followTogether({ sessionKey, headers, onMessage, onLost }: SharedScreenOptions): () => void {
  const worker = new SharedWorker(trusted(workerUrl), { type: 'module', name: 'amc screens' });
  const { port } = worker;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let answered = false;
  let stopped = false;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
  const say = (message: ToScreens): void => port.postMessage(message);
  const follow = (): void => say({ type: 'follow', key: sessionKey, headers: headers() });
  const lost = (): void => {
    if (stopped) return;
    stop();
    onLost();
  };
  const heard = ({ data }: MessageEvent<FromScreens>): void => {
    clearTimeout(deadline);
    deadline = undefined;
    answered = true;
    if (data.type === 'pong') return;
    if (data.type === 'refused') return lost();
    if (data.type === 'forgotten') return follow();
    onMessage(data);
    // Nothing follows: there is nothing more to be asked after.
    if (data.type === 'event' && data.event.type === 'gone') stop();
  };
  const ping = (): void => {
    say({ type: 'ping' });
    deadline ??= setTimeout(lost, PONG_WITHIN_MS[answered ? 'later' : 'first']);
  };
  const leave = (): void => say({ type: 'leave' });
  const stop = (): void => {
    stopped = true;
    leave();
    clearInterval(pings);
    clearTimeout(deadline);
    removeEventListener('pagehide', leave);
    port.removeEventListener('message', heard);
    port.close();
  };
  worker.addEventListener('error', lost);
  port.addEventListener('message', heard);
  port.start();
  follow();
  const pings = setInterval(ping, PING_MS);
  ping();
  addEventListener('pagehide', leave);
  return stop;
}
