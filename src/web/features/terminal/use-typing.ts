import { useCallback, useEffect, useRef, useState } from 'react';
import { client, noteRefusal } from '../../state/connection.ts';
import { keysOfData } from './keys-of-data.ts';
import { tTerminal } from './texts.ts';
import { TypingQueue } from './typing-queue.ts';

/** Typing ends by itself after this without a key, ms. */
const IDLE_MS = 120_000;

export interface Typing {
  isOn: boolean;
  /** What is to be told: why a key was not typed, or why typing ended. */
  note: string;
  begin: () => void;
  end: () => void;
  /** What xterm gives for a key. */
  take: (data: string) => void;
}

/** Typing by hand into a session's pane: off at first, off again with the first key that is refused. */
export function useTyping(sessionKey: string, isShown: boolean): Typing {
  const [isOn, setOn] = useState(false);
  const [note, setNote] = useState('');
  const queue = useRef<TypingQueue | null>(null);
  const idle = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const stop = useCallback((why: string): void => {
    setOn(false);
    setNote(why);
  }, []);
  const waitForKey = useCallback((): void => {
    clearTimeout(idle.current);
    idle.current = setTimeout(() => stop(tTerminal('peek.endedIdle')), IDLE_MS);
  }, [stop]);
  const begin = useCallback((): void => {
    queue.current = new TypingQueue({
      send: (keys) =>
        client.call('typeKeys', { params: { key: sessionKey }, body: keys }).catch((error: unknown) => {
          noteRefusal(error);
          throw error;
        }),
      refused: (why) => stop(tTerminal('peek.ended', { why })),
    });
    setOn(true);
    setNote('');
    waitForKey();
  }, [sessionKey, stop, waitForKey]);
  const take = useCallback(
    (data: string): void => {
      if (queue.current === null) return;
      waitForKey();
      const read = keysOfData(data);
      if (read.ok) queue.current.add(read.keys);
      setNote(read.ok ? '' : read.why === 'long' ? tTerminal('peek.tooLong') : tTerminal('peek.cannotType', read));
    },
    [waitForKey],
  );

  if (isOn && !isShown) {
    setOn(false);
    setNote(tTerminal('peek.endedLost'));
  }
  useEffect(() => {
    if (!isOn) return;
    return () => {
      clearTimeout(idle.current);
      queue.current?.stop();
      queue.current = null;
    };
  }, [isOn]);
  return { isOn, note, begin, end: () => stop(''), take };
}
