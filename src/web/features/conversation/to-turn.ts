import type { ConversationFeed } from './conversation-feed.ts';
import { promptFrom, reveal } from './reveal.ts';

/** A turn may be thousands of steps long: so many pages are read to get over it. */
const MOST_PAGES = 40;

/** To the prompt before or after what is read; reads on where it is not held. Where there is none, to the beginning or the end. */
export async function toTurn(step: 1 | -1, feed: ConversationFeed, hold: (show: () => void) => void): Promise<void> {
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const prompt = promptFrom(step);
    if (prompt !== null) return reveal(prompt);
    const before = edgeOf(feed, step);
    if (before === null) break;
    // The end of the text may be near the window, and be read on already.
    await quiet(feed);
    if (edgeOf(feed, step) !== before) continue;
    await (step === -1 ? feed.readEarlier(hold) : feed.readLater(hold));
    if (edgeOf(feed, step) === before) break;
  }
  scrollTo({ top: step === -1 ? 0 : document.documentElement.scrollHeight });
}

/** When nothing is being read that somebody came near to. */
function quiet(feed: ConversationFeed): Promise<void> {
  const isReading = (): boolean => {
    const state = feed.state();
    return state.phase === 'ready' && state.loading !== null;
  };
  if (!isReading()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = feed.subscribe(() => {
      if (isReading()) return;
      stop();
      resolve();
    });
  });
}

/** How far it is held in that direction; null: nothing lies beyond. */
function edgeOf(feed: ConversationFeed, step: 1 | -1): number | null {
  const state = feed.state();
  if (state.phase !== 'ready') return null;
  return step === -1 ? state.stretch.before : state.stretch.newest ? null : state.stretch.after;
}
