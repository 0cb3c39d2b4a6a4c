import { describe, expect, it } from 'vitest';
import { READY } from '../../../test/helpers/make-history.ts';
import { makeSession } from '../../../test/helpers/make-session.ts';
import type { StreamEvent } from '../../contract/stream.ts';
import { StreamHub } from './hub.ts';
import type { StreamListener } from './live-stream.ts';
import type { FromHub } from './messages.ts';

const TOKEN = { 'x-amc-page': 'one' };
const a = makeSession({ id: 'a' });
const b = makeSession({ id: 'b' });
const snapshot: StreamEvent = {
  type: 'snapshot',
  serverTime: 0,
  sessions: [a],
  commands: [],
  sources: [],
  index: READY,
};

function rig() {
  const streams: { listener: StreamListener; token: string | undefined; stopped: boolean; retries: number }[] = [];
  const hub = new StreamHub({
    open: ({ headers, ...listener }) => {
      const stream = { listener, token: headers()['x-amc-page'], stopped: false, retries: 0 };
      streams.push(stream);
      return {
        retryNow: () => (stream.retries += 1),
        reenter: () => {},
        reopen: () => {},
        stop: () => (stream.stopped = true),
      };
    },
    now: () => 0,
  });
  const window = () => {
    const heard: FromHub[] = [];
    const port = (message: FromHub): void => void heard.push(message);
    return {
      say: (message: Parameters<StreamHub['hear']>[1]) => hub.hear(port, message),
      told: () =>
        heard.map((message) =>
          message.type === 'events'
            ? message.arrived.map(({ event, id }) => `${event.type} ${id}`).join(', ')
            : message.type === 'state'
              ? message.state.phase
              : message.type,
        ),
      replies: () =>
        heard.flatMap((message) =>
          message.type === 'events'
            ? message.arrived.flatMap(({ event }) => (event.type === 'saying' ? [event.text] : []))
            : [],
        ),
      sessions: () =>
        heard.flatMap((message) =>
          message.type === 'events'
            ? message.arrived.flatMap(({ event }) =>
                event.type === 'snapshot' ? event.sessions.map(({ id }) => id) : [],
              )
            : [],
        ),
    };
  };
  const live = (): void => {
    streams.at(-1)?.listener.onState({ phase: 'live', since: 0 });
    streams.at(-1)?.listener.onEvents([{ event: snapshot, id: 'e-1' }]);
  };
  return { streams, window, live };
}

describe('StreamHub', () => {
  it('has one stream for all windows, and tells each the same', () => {
    const { streams, window, live } = rig();
    const windows = Array.from({ length: 8 }, window);
    for (const one of windows) one.say({ type: 'hello', headers: TOKEN });
    live();
    expect(streams).toHaveLength(1);
    for (const one of windows) expect(one.told().slice(-2)).toEqual(['live', 'snapshot e-1']);
  });

  it('gives who comes later what is true by then', () => {
    const { streams, window, live } = rig();
    window().say({ type: 'hello', headers: TOKEN });
    live();
    streams[0]?.listener.onEvents([
      { event: { type: 'session', session: b }, id: 'e-2' },
      { event: { type: 'session_removed', key: a.key }, id: 'e-3' },
      { event: { type: 'saying', key: b.key, itemId: 'm', from: 0, text: 'Half a ', over: false }, id: 'e-3' },
      { event: { type: 'saying', key: b.key, itemId: 'm', from: 7, text: 'reply', over: false }, id: 'e-3' },
    ]);
    const late = window();
    late.say({ type: 'hello', headers: TOKEN });
    expect([late.told(), late.sessions()]).toEqual([['live', 'snapshot e-3, saying e-3'], ['b']]);
    expect(late.replies()).toEqual(['Half a reply']);
  });

  it('hands nothing on that may be old: not while it is away, not from a stream that was given up', () => {
    const { streams, window, live } = rig();
    const first = window();
    first.say({ type: 'hello', headers: TOKEN });
    live();
    streams[0]?.listener.onState({ phase: 'reconnecting', since: 0, attempt: 1 });
    const late = window();
    late.say({ type: 'hello', headers: TOKEN });
    expect(late.told()).toEqual(['reconnecting']);
    first.say({ type: 'reopen' });
    expect(streams.map(({ stopped }) => stopped)).toEqual([true, false]);
    const later = window();
    later.say({ type: 'hello', headers: TOKEN });
    expect(later.told()).toEqual(['connecting']);
  });

  it('begins anew as somebody else, or when nobody was let in before, but not for one more window', () => {
    const { streams, window, live } = rig();
    const first = window();
    first.say({ type: 'hello', headers: {} });
    streams[0]?.listener.onState({ phase: 'refused' });
    first.say({ type: 'hello', headers: TOKEN });
    live();
    window().say({ type: 'hello', headers: TOKEN });
    expect(streams.map(({ token, stopped }) => [token, stopped])).toEqual([
      [undefined, true],
      ['one', false],
    ]);
    expect(first.told()).toEqual(['refused', 'live', 'snapshot e-1']);
  });

  it('closes the stream behind the last window, forgets what it knew, and answers a ping', () => {
    const { streams, window, live } = rig();
    const only = window();
    only.say({ type: 'hello', headers: TOKEN });
    live();
    only.say({ type: 'ping' });
    expect(only.told().at(-1)).toBe('pong');
    only.say({ type: 'retry' });
    only.say({ type: 'bye' });
    expect(streams.map(({ stopped, retries }) => [stopped, retries])).toEqual([[true, 1]]);
    const next = window();
    next.say({ type: 'hello', headers: TOKEN });
    expect([streams.length, next.told()]).toEqual([2, []]);
  });
});
