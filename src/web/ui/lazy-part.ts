import { lazy, type LazyExoticComponent } from 'react';
import { isLive, useApp } from '../state/store.ts';

type AnyComponent = Awaited<ReturnType<Parameters<typeof lazy>[0]>>['default'];

const PAUSE_MS = { first: 500, longest: 5_000 };

/**
 * A component in a chunk of its own, fetched when it is first drawn. While the server is away the chunk is asked for again
 * and again: what is not there yet waits, and breaks nothing that is.
 */
export function lazyPart<T extends AnyComponent>(load: () => Promise<T>): LazyExoticComponent<T> {
  return lazy(async () => ({ default: await untilLoaded(load) }));
}

async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  for (let pauseMs = PAUSE_MS.first; ; pauseMs = Math.min(2 * pauseMs, PAUSE_MS.longest)) {
    try {
      return await load();
    } catch {
      // The server is there and its chunk is not: it is that of another version.
      if (pauseMs > PAUSE_MS.first && isLive(useApp.getState())) useApp.setState({ outdated: true });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
