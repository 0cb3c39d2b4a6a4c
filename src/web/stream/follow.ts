import type { LiveStream, StreamListener } from './live-stream.ts';
import { openWorker, SharedStream } from './shared-stream.ts';

type Options = StreamListener & { headers: () => Record<string, string> };

let isAlone = false;

/** For a page that has its server within itself: a worker would not find it. Before the stream is followed. */
export function followAlone(): void {
  isAlone = true;
}

/** Begins what takes longest, so that it is there when the stream is followed. */
export function startWorker(): void {
  if (isAlone) return;
  try {
    openWorker();
  } catch {
    // Whoever follows will find the same, and another way.
  }
}

/** Follows the server's stream: by the one that all windows share, or by an own one where that cannot be had. */
export function followStream(options: Options): LiveStream {
  let stopped = false;
  let current: LiveStream | null = null;
  const alone = (): void => {
    current = null;
    void import('./own-stream.ts').then(({ OwnStream }) => {
      if (!stopped) current = new OwnStream(options);
    });
  };
  const together = (): void => {
    try {
      // One that was ended, or that slept with the machine, is started or found again.
      current = new SharedStream({ ...options, onLost: (answered) => (answered ? together() : alone()) });
    } catch {
      alone();
    }
  };
  if (isAlone) alone();
  else together();
  return {
    retryNow: () => current?.retryNow(),
    reenter: () => current?.reenter(),
    reopen: () => current?.reopen(),
    stop: () => {
      stopped = true;
      current?.stop();
    },
  };
}
