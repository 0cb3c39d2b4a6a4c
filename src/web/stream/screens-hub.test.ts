import { describe, expect, it, vi } from 'vitest';
import { EnvironmentError } from '../../contract/errors.ts';
import type { ScreensFollowOptions } from '../../client/screen.ts';
import type { ScreenEvent } from '../../contract/screen.ts';
import { ScreensHub } from './screens-hub.ts';
import type { FromScreens } from './screens-messages.ts';

const TOKEN = { 'x-amc-page': 'one' };
const screen = (row: string): ScreenEvent => ({ type: 'screen', screen: { at: 0, cols: 80, rows: [row] } });
const gone: ScreenEvent = { type: 'gone', reason: 'over' };

function rig() {
  vi.useFakeTimers();
  const opened: ScreensFollowOptions[] = [];
  let now = 0;
  const hub = new ScreensHub({ follow: async (options) => void opened.push(options), now: () => now });
  const look = (key: string, headers: Record<string, string> = TOKEN) => {
    const told: string[] = [];
    const port = (message: FromScreens): void =>
      void told.push(
        message.type === 'event'
          ? message.event.type === 'screen'
            ? (message.event.screen.rows[0] ?? '')
            : message.event.type
          : message.type,
      );
    const follow = (): void => hub.hear(port, { type: 'follow', key, headers });
    follow();
    return { told, follow, say: (type: 'ping' | 'leave') => hub.hear(port, { type }) };
  };
  const settle = (): void => void vi.advanceTimersByTime(100);
  /** What is open now. */
  const open = () => opened.filter(({ signal }) => !signal.aborted).map(({ sessionKeys }) => sessionKeys.join());
  return { look, settle, open, opened, later: (ms: number) => (now += ms) };
}

describe('ScreensHub', () => {
  it('has one connection for all panes, and tells each what is its', () => {
    const { look, settle, open, opened } = rig();
    const windows = Array.from({ length: 10 }, (_, index) => look(`claude:${index}`));
    settle();
    expect(open()).toEqual(['0,1,2,3,4,5,6,7,8,9'.replaceAll(/\d/g, 'claude:$&')]);
    opened[0]?.onState({ phase: 'live' });
    opened[0]?.onEvent(screen('three'), 'claude:3');
    expect(windows.map(({ told }) => told.join())).toEqual(windows.map((_, index) => (index === 3 ? 'three' : '')));
  });

  it('keeps the old connection until the new one stands, and gives who comes late what was told last', () => {
    const { look, settle, open, opened } = rig();
    const first = look('claude:a');
    settle();
    opened[0]?.onState({ phase: 'live' });
    opened[0]?.onEvent(screen('now'), 'claude:a');
    expect(look('claude:a').told).toEqual(['now']);
    const other = look('claude:b');
    settle();
    expect(open()).toEqual(['claude:a', 'claude:a,claude:b']);
    opened[1]?.onState({ phase: 'live' });
    expect(open()).toEqual(['claude:a,claude:b']);
    expect([first.told, other.told]).toEqual([['now'], []]);
  });

  it('ends every older connection when windows come faster than connections stand', () => {
    const { look, settle, open, opened } = rig();
    look('claude:a');
    settle();
    opened[0]?.onState({ phase: 'live' });
    look('claude:b');
    settle();
    look('claude:c');
    settle();
    expect(open()).toEqual(['claude:a', 'claude:a,claude:b,claude:c']);
    opened[2]?.onState({ phase: 'live' });
    expect(open()).toEqual(['claude:a,claude:b,claude:c']);
  });

  it('ends with the last look, and follows no more what nobody looks at, or whose window was killed', () => {
    const { look, settle, open, opened, later } = rig();
    const [a, b] = [look('claude:a'), look('claude:b')];
    settle();
    opened[0]?.onState({ phase: 'live' });
    later(60_000);
    a.say('ping');
    later(20_000);
    a.say('ping');
    settle();
    opened[1]?.onState({ phase: 'live' });
    expect([a.told, b.told, open()]).toEqual([['pong', 'pong'], ['forgotten'], ['claude:a']]);
    a.say('leave');
    expect(open()).toEqual([]);
  });

  it('takes windows that slept with their machine for living ones again', () => {
    const { look, settle, open, opened, later } = rig();
    const [a, b] = [look('claude:a'), look('claude:b')];
    settle();
    opened[0]?.onState({ phase: 'live' });
    later(8 * 3_600_000);
    a.say('ping');
    settle();
    expect(b.told).toEqual(['forgotten']);
    // What it shows is not followed: no answer may look as if it were.
    b.say('ping');
    expect(b.told).toEqual(['forgotten', 'forgotten']);
    b.follow();
    settle();
    opened.at(-1)?.onState({ phase: 'live' });
    opened.at(-1)?.onEvent(screen('now'), 'claude:b');
    expect([b.told.at(-1), open()]).toEqual(['now', ['claude:a,claude:b']]);
  });

  it('says what is over and why nothing is told; asks anew for what was gone', () => {
    const { look, settle, open, opened } = rig();
    const [a, b] = [look('claude:a'), look('claude:b')];
    settle();
    opened[0]?.onState({ phase: 'live' });
    opened[0]?.onEvent(gone, 'claude:a');
    opened[0]?.onState({ phase: 'lost', error: new EnvironmentError({ code: 'unreachable', message: 'no answer' }) });
    expect([a.told, b.told]).toEqual([['gone'], ['lost']]);
    look('claude:a');
    settle();
    expect(open()).toEqual(['claude:b,claude:a']);
  });
});
