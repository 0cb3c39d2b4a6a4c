import { describe, expect, it } from 'vitest';
import { fc } from '../helpers/property.ts';
import { makeSession, permission } from '../helpers/make-session.ts';
import { until } from '../helpers/wait.ts';
import { READY } from '../helpers/make-history.ts';
import { checkEvent } from '../../src/client/check.ts';
import { openStream } from '../../src/client/stream.ts';
import type { Command } from '../../src/contract/command.ts';
import { sessionKey, type SessionKey } from '../../src/contract/session.ts';
import { stateHash } from '../../src/core/state-hash.ts';
import { advance, newDelivery } from '../../src/core/delivery.ts';
import { Feed } from '../../src/services/feed.ts';
import { hashOfBoard } from '../../src/web/state/board-trail.ts';
import { emptyBoard, reduce, snapshotOf, type Board } from '../../src/web/state/reducer.ts';

/** What can happen to a server, and to the way between it and the page. */
type Happening =
  | { type: 'changed'; session: number; title: string; asks: boolean }
  | { type: 'removed'; session: number }
  | { type: 'commanded' }
  | { type: 'delivered'; command: number }
  | { type: 'cut'; afterBytes: number }
  | { type: 'unreachable'; times: number }
  | { type: 'restarted' }
  | { type: 'caught up' };

const session = fc.nat({ max: 5 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constant('changed' as const), session, title: fc.string(), asks: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('removed' as const), session }) },
  { weight: 2, arbitrary: fc.constant({ type: 'commanded' as const }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('delivered' as const), command: fc.nat({ max: 9 }) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('cut' as const), afterBytes: fc.nat({ max: 900 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('unreachable' as const), times: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.constant({ type: 'restarted' as const }) },
  { weight: 3, arbitrary: fc.constant({ type: 'caught up' as const }) },
);

/** The real feed over a way that breaks where it is told to. It remembers few events, so that some breaks cost a snapshot. */
class World {
  readonly #sessions = new Map<SessionKey, ReturnType<typeof makeSession>>();
  #commands: Command[] = [];
  #epoch = 0;
  #feed = this.#newFeed();
  #unreachable = 0;
  #cutAfter = Infinity;
  #breaks: () => void = () => {};

  happen(what: Exclude<Happening, { type: 'caught up' }>): void {
    switch (what.type) {
      case 'changed':
        return this.#change(what);
      case 'removed': {
        const key = keyOf(what.session);
        if (this.#sessions.delete(key)) this.#feed.publish({ type: 'session_removed', key });
        return;
      }
      case 'commanded': {
        const n = this.#commands.length;
        const action = { type: 'interrupt' } as const;
        return this.#put({ id: `c${n}`, sessionKey: keyOf(0), action, createdAt: n, delivery: newDelivery(n) });
      }
      case 'delivered': {
        const command = this.#commands[what.command];
        const delivery = command && advance(command.delivery, { state: 'delivering', at: 1 });
        if (command !== undefined && delivery != null) this.#put({ ...command, delivery });
        return;
      }
      case 'cut':
        this.#cutAfter = what.afterBytes;
        return;
      case 'unreachable':
        this.#unreachable = what.times;
        return this.#breaks();
      case 'restarted':
        this.#feed = this.#newFeed();
        return this.#breaks();
    }
  }

  hash(): { hash: string; id: string } {
    return { hash: stateHash({ sessions: this.#sessions.values(), commands: this.#commands }), id: this.#feed.lastId };
  }

  heal(): void {
    this.#unreachable = 0;
    this.#cutAfter = Infinity;
  }

  readonly fetch = async (_: unknown, init: RequestInit = {}): Promise<Response> => {
    if (this.#unreachable > 0) {
      this.#unreachable -= 1;
      throw new TypeError('fetch failed');
    }
    const lastId = new Headers(init.headers).get('last-event-id');
    let unfollow = (): void => {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        let open = true;
        const end = (): void => {
          if (open) controller.close();
          open = false;
          unfollow();
        };
        this.#breaks = end;
        init.signal?.addEventListener('abort', end);
        unfollow = this.#feed.follow(lastId, ({ id, event, json }) => {
          if (!open) return;
          const frame = new TextEncoder().encode(`id: ${id}\nevent: ${event.type}\ndata: ${json}\n\n`);
          const whole = frame.length <= this.#cutAfter;
          controller.enqueue(whole ? frame : frame.slice(0, this.#cutAfter));
          this.#cutAfter = whole ? this.#cutAfter - frame.length : Infinity;
          if (!whole) end();
        });
        if (!open) unfollow();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };

  #change({ session: n, title, asks }: Extract<Happening, { type: 'changed' }>): void {
    const requests = asks ? [permission({ id: `r${n}`, command: title })] : [];
    const changed = makeSession({ id: String(n), title, requests });
    this.#sessions.set(changed.key, changed);
    this.#feed.publish({ type: 'session', session: changed });
  }

  #put(command: Command): void {
    this.#commands = [...this.#commands.filter(({ id }) => id !== command.id), command];
    this.#feed.publish({ type: 'command', command });
  }

  #newFeed(): Feed {
    this.#epoch += 1;
    return new Feed({
      epoch: `e${this.#epoch}`,
      kept: 3,
      snapshot: () => ({
        type: 'snapshot',
        serverTime: 0,
        sessions: [...this.#sessions.values()],
        commands: this.#commands,
        sources: [],
        index: READY,
      }),
    });
  }
}

describe('a page whose stream breaks anywhere', () => {
  it('shows, once it is connected again, exactly what the server knows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40 }), async (happenings) => {
        const world = new World();
        const page = follow(world);
        for (const what of happenings) {
          if (what.type === 'caught up') await page.inStep(world);
          else world.happen(what);
        }
        await page.inStep(world);
        page.stop();
        // Whoever joins the stream of another window is given the same.
        const handedOn = snapshotOf(page.board(), 0);
        expect(handedOn && hashOfBoard(reduce(emptyBoard, handedOn, 0))).toBe(world.hash().hash);
      }),
      { numRuns: 150 },
    );
  });
});

function follow(world: World) {
  const controller = new AbortController();
  let board: Board = emptyBoard;
  let lastId = '';
  const handle = openStream({
    baseUrl: '',
    fetch: world.fetch as typeof fetch,
    signal: controller.signal,
    check: checkEvent,
    maxRetryMs: 1,
    onEvent: (event, id) => {
      board = reduce(board, event, 0);
      lastId = id;
    },
    onState: () => {},
  });
  return {
    board: () => board,
    stop: () => controller.abort(),
    inStep: async (server: World): Promise<void> => {
      server.heal();
      const { hash, id } = server.hash();
      await until(`the page to be at ${id}`, () => {
        handle.retryNow();
        return lastId === id;
      });
      expect([lastId, hashOfBoard(board)]).toEqual([id, hash]);
    },
  };
}

function keyOf(n: number): SessionKey {
  return sessionKey({ agent: 'claude', id: String(n) });
}
