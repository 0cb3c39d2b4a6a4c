import {
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useEffectEvent,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import type { SessionKey } from '../../../../contract/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Clean } from '../../../ui/clean.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useTyped } from '../../../ui/use-typed.ts';
import { useReading, type Spot } from '../reader.ts';
import { offsetInView } from '../reveal.ts';
import { tConversation } from '../texts.ts';
import { markFound } from './mark-found.ts';
import { findersOf, termsOf } from './terms.ts';
import { useFind, type Found } from './use-find.ts';

const PAUSE_MS = 180;

interface FindBarProps {
  sessionKey: SessionKey;
  close: () => void;
}

/** Finds in the whole conversation, also in what is not on the page; goes from place to place, and back to the text by Esc. */
export function FindBar({ sessionKey, close }: FindBarProps): ReactNode {
  const { reader, goTo } = useReading();
  const [text, setText] = useState('');
  const [typed, setTyped] = useTyped(text, setText, PAUSE_MS);
  // Read once a render: what is shown may have changed since.
  const found = useFind(sessionKey, reader.current, useDeferredValue(text));
  const [at, setAt] = useState<Spot | null>(null);
  useMarks(text);
  const index = at === null ? -1 : found.spots.findIndex((spot) => same(spot, at));
  const go = (spot: Spot | undefined): void => {
    if (spot === undefined) return;
    setAt(spot);
    goTo(spot);
  };
  const step = (by: 1 | -1): void => {
    const { spots } = found;
    if (index !== -1) return go(spots.at((index + by) % spots.length));
    const here = offsetInView();
    const near = by === 1 ? spots.find(({ offset }) => offset >= here) : spots.findLast(({ offset }) => offset < here);
    go(near ?? spots.at(by === 1 ? 0 : -1));
  };
  // Enter that comes before there is anything to go to is not lost.
  const [wish, setWish] = useState<1 | -1 | null>(null);
  const fulfil = useEffectEvent((by: 1 | -1) => {
    setWish(null);
    step(by);
  });
  const isThere = wish !== null && typed === text && (found.spots.length > 0 || found.state === 'looked');
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- what was asked for comes from elsewhere, later
    if (isThere) fulfil(wish);
  }, [isThere, wish]);
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (typed !== text) setText(typed);
      setWish(event.shiftKey ? -1 : 1);
    }
  };
  return (
    <search className="find-bar" data-keeps-focus="" aria-label={tConversation('find.label')}>
      <div className="flex items-center gap-1">
        <Field typed={typed} setTyped={setTyped} pressed={pressed} />
        <span role="status" className="shrink-0 px-1 text-12 text-ink-2">
          <Count found={found} at={index + 1} />
        </span>
        <Sign
          label={tConversation('find.previous')}
          off={found.spots.length === 0}
          d="M3.5 10 8 5.5l4.5 4.5"
          press={() => step(-1)}
        />
        <Sign
          label={tConversation('find.next')}
          off={found.spots.length === 0}
          d="M3.5 6 8 10.5 12.5 6"
          press={() => step(1)}
        />
        <Sign label={tConversation('find.close')} d="M4 4l8 8M12 4l-8 8" press={close} />
      </div>
      <Beside found={found} go={go} />
    </search>
  );
}

function Field({
  typed,
  setTyped,
  pressed,
}: {
  typed: string;
  setTyped: (text: string) => void;
  pressed: (event: KeyboardEvent) => void;
}): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  // Given on while it still has it: to what was found, else to the screen.
  useLayoutEffect(() => {
    const input = field.current;
    input?.focus({ preventScroll: true });
    return () => {
      if (document.activeElement !== input) return;
      const found = document.querySelector<HTMLElement>('[data-revealed]') ?? document.getElementById('main');
      found?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <input
      ref={field}
      data-find=""
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onKeyDown={pressed}
      aria-label={tConversation('find.label')}
      placeholder={tConversation('find.placeholder')}
      autoComplete="off"
      spellCheck={false}
      className="h-8 min-w-0 flex-1 rounded-s bg-transparent outline-none! px-2 text-13 pointer-coarse:h-11"
    />
  );
}

function Sign({
  label,
  d,
  press,
  off = false,
}: {
  label: string;
  d: string;
  press: () => void;
  off?: boolean;
}): ReactNode {
  return (
    <IconButton label={label} onClick={press} disabled={off} className="size-8 pointer-coarse:size-11">
      <path d={d} strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </IconButton>
  );
}

function Count({ found: { state, spots, more }, at }: { found: Found; at: number }): ReactNode {
  if (typeof state === 'object') return <Clean text={tConversation('find.failed', state)} />;
  if (state === 'nothing asked') return null;
  if (spots.length > 0) return tConversation('find.count', { at, n: spots.length, more });
  return tConversation(state === 'looking' ? 'find.looking' : 'find.none');
}

/** What was found in the session's other conversations, and what may be missing. */
function Beside({
  found: { elsewhere, behind, state },
  go,
}: {
  found: Found;
  go: (spot: Spot | undefined) => void;
}): ReactNode {
  const shown = state === 'looked' && behind;
  if (elsewhere.length === 0 && !shown) return null;
  const own = elsewhere.filter(({ agentId }) => agentId === null);
  const others = elsewhere.filter(({ agentId }) => agentId !== null);
  return (
    <div className="flex flex-wrap items-center gap-x-2 border-t border-line px-1 pt-1 text-12 text-ink-3">
      {own.length === 0 ? null : (
        <Button look="quiet" onClick={() => go(own[0])}>
          {tConversation('find.inSession', { n: own.length })}
        </Button>
      )}
      {others.length === 0 ? null : (
        <Button look="quiet" onClick={() => go(others[0])}>
          {tConversation('find.elsewhere', { n: others.length })}
        </Button>
      )}
      {shown ? <span className="px-2 py-1">{tConversation('find.behind')}</span> : null}
    </div>
  );
}

function useMarks(text: string): void {
  useEffect(() => {
    // The conversation itself is another one after every jump.
    const main = document.querySelector<HTMLElement>('main');
    if (main === null) return;
    return markFound(main, findersOf(termsOf(text)));
  }, [text]);
}

function same(a: Spot, b: Spot): boolean {
  return a.offset === b.offset && a.agentId === b.agentId;
}
