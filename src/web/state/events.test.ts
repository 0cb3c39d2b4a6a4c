import { afterEach, expect, it, vi } from 'vitest';
import { sessionKey } from '../../contract/session.ts';
import { onStreamEvent, tellStreamEvent } from './events.ts';

afterEach(() => vi.unstubAllGlobals());

it('tells the others when one of them fails, and says that it did', () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const heard: string[] = [];
  const failed = new Error('no notification from here');
  onStreamEvent('session_removed', () => {
    throw failed;
  });
  onStreamEvent('session_removed', ({ key }) => heard.push(key));
  tellStreamEvent({ type: 'session_removed', key: sessionKey({ agent: 'claude', id: 'a' }) });
  expect([heard, reported.mock.calls]).toEqual([['claude:a'], [[failed]]]);
});
