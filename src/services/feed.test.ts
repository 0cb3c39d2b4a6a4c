import { describe, expect, test } from 'vitest';
import { SessionKey } from '../contract/session.ts';
import type { PlacedEvent } from './api.ts';
import { READY } from '../../test/helpers/make-history.ts';
import { Feed } from './feed.ts';

const change = (name: string) => ({ type: 'session_removed', key: SessionKey.parse(`claude:${name}`) }) as const;

const snapshot = () => ({
  type: 'snapshot' as const,
  serverTime: 0,
  sessions: [],
  commands: [],
  sources: [],
  index: READY,
});

function newFeed(kept?: number): Feed {
  return new Feed({ epoch: 'e1', snapshot, ...(kept === undefined ? {} : { kept }) });
}

function follow(feed: Feed, lastEventId: string | null): { events: PlacedEvent[]; stop: () => void } {
  const events: PlacedEvent[] = [];
  const stop = feed.follow(lastEventId, (event) => events.push(event));
  return { events, stop };
}

const names = (events: readonly PlacedEvent[]) =>
  events.map(({ event }) => (event.type === 'session_removed' ? event.key.slice(7) : event.type));

describe('the feed', () => {
  test('begins with a snapshot, then tells every change in order', () => {
    const feed = newFeed();
    const { events } = follow(feed, null);
    feed.publish(change('a'));
    feed.publish(change('b'));
    expect(names(events)).toEqual(['snapshot', 'a', 'b']);
  });

  test('who comes back gets exactly what was missed', () => {
    const feed = newFeed();
    const first = follow(feed, null);
    feed.publish(change('a'));
    first.stop();
    feed.publish(change('b'));
    feed.publish(change('c'));
    const { events } = follow(feed, first.events.at(-1)?.id ?? null);
    feed.publish(change('d'));
    expect(names(events)).toEqual(['b', 'c', 'd']);
    expect(names(first.events)).toEqual(['snapshot', 'a']);
  });

  test('a snapshot when the place is gone, unknown, or of another run', () => {
    const feed = newFeed(2);
    for (const name of 'abcdefgh') feed.publish(change(name));
    for (const id of ['e1-1', 'e0-8', 'e1-99', 'nonsense', 'e1-x']) {
      expect(names(follow(feed, id).events), id).toEqual(['snapshot']);
    }
    expect(names(follow(feed, 'e1-7').events)).toEqual(['h']);
    expect(names(follow(feed, 'e1-8').events)).toEqual([]);
  });

  test('what is told in passing reaches who listens, is kept for nobody, and has no place of its own', () => {
    const feed = newFeed();
    feed.pass(change('unheard'));
    feed.publish(change('a'));
    const { events } = follow(feed, null);
    feed.pass(change('passing'));
    feed.publish(change('b'));
    expect(names(events)).toEqual(['snapshot', 'passing', 'b']);
    expect(events.map(({ id }) => id)).toEqual(['e1-1', 'e1-1', 'e1-2']);
    expect(names(follow(feed, 'e1-1').events)).toEqual(['b']);
  });

  test('who comes is told what passes now, behind what was missed', () => {
    const feed = new Feed({ epoch: 'e1', snapshot, passing: () => [change('passing')] });
    feed.publish(change('a'));
    expect(names(follow(feed, null).events)).toEqual(['snapshot', 'passing']);
    expect(names(follow(feed, 'e1-0').events)).toEqual(['a', 'passing']);
  });
});
