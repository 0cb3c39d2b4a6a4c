import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { SessionKey } from '../../../../contract/session.ts';
import { dollars, short } from '../../../lib/amounts.ts';
import { Clean } from '../../../ui/clean.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { TimeOfDay } from '../../../ui/time.tsx';
import { useReading } from '../reader.ts';
import { promptInView } from '../reveal.ts';
import { tConversation } from '../texts.ts';
import { useTurns, type Turn, type Turns } from './use-turns.ts';

interface TurnListProps {
  sessionKey: SessionKey;
  anchor: HTMLElement;
  close: () => void;
}

/** Every prompt of the conversation, to be gone to. Arrows and `j` `k` walk, Enter goes, typing in its field narrows down. */
export function TurnList({ sessionKey, anchor, close }: TurnListProps): ReactNode {
  const { reader, goTo } = useReading();
  const read = useTurns(sessionKey, reader.current);
  const [here] = useState(promptInView);
  const [words, setWords] = useState('');
  const shown = useMemo(() => narrowed(read.turns, words), [read.turns, words]);
  const go = ({ offset }: Turn): void => {
    close();
    goTo({ agentId: reader.current?.agentId ?? null, offset });
  };
  return (
    <Popover anchor={anchor} follows="bar" label={tConversation('turns.title')} close={close} className="turn-list">
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the list go through its buttons */}
      <div onKeyDown={walk}>
        <input
          data-first=""
          data-turn-filter=""
          type="text"
          value={words}
          onChange={({ target }) => setWords(target.value)}
          onKeyDown={(event) => {
            const [only] = shown;
            if (event.key !== 'Enter') return;
            // The key must not press what gets the focus next.
            event.preventDefault();
            if (only !== undefined && words !== '') go(only);
          }}
          aria-label={tConversation('turns.filter')}
          placeholder={`${tConversation('turns.filter')} · ${tConversation('turns.count', { n: read.turns.length })}`}
          className="sticky top-0 z-10 h-9 w-full -outline-offset-2 border-b border-line bg-float px-3 pointer-coarse:h-11"
        />
        <List turns={shown} here={here} go={go} />
        <Rest read={read} none={shown.length === 0} words={words} />
      </div>
    </Popover>
  );
}

function List({
  turns,
  here,
  go,
}: {
  turns: readonly Turn[];
  here: number | null;
  go: (turn: Turn) => void;
}): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  const count = turns.length;
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- more turns move the one that is read
  }, [count]);
  return (
    <ol ref={list} aria-label={tConversation('turns.title')} className="p-1">
      {turns.map((turn, index) => (
        <li key={turn.offset}>
          <button
            type="button"
            data-turn=""
            aria-current={turn.offset === here ? 'location' : undefined}
            onClick={() => go(turn)}
            className="turn-row"
          >
            <span aria-hidden="true" className="text-right text-12 text-ink-3">
              {index + 1}
            </span>
            <span className="line-clamp-2 min-w-0 break-words">
              {turn.text === '' ? tConversation('turns.image') : <Clean text={turn.text} />}
            </span>
            <span className="text-right text-12 whitespace-nowrap text-ink-3">
              {turn.at === undefined ? null : <TimeOfDay at={turn.at} />}
              {turn.used === undefined ? null : <Used used={turn.used} />}
            </span>
            {turn.offset === here ? <span className="sr-only">{tConversation('turns.here')}</span> : null}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** What a turn cost; only how many tokens where some of it has no price. */
function Used({ used: { tokens, cost } }: { used: NonNullable<Turn['used']> }): ReactNode {
  const counted = tConversation('turns.tokens', { n: short(tokens) });
  return (
    <span className="block" title={tConversation('turns.used', { tokens: counted })}>
      {cost === null ? counted : dollars(cost)}
    </span>
  );
}

/** What is still to come, and what may be missing. */
function Rest({ read, none, words }: { read: Turns; none: boolean; words: string }): ReactNode {
  const text =
    typeof read.state === 'object'
      ? tConversation('turns.failed', read.state)
      : read.state === 'reading'
        ? tConversation('turns.reading')
        : read.behind
          ? tConversation('turns.part')
          : none
            ? tConversation(words === '' ? 'turns.none' : 'turns.noneMatch')
            : null;
  return (
    <p role="status" className="px-3 py-2 text-12 text-ink-3 empty:hidden">
      {text}
    </p>
  );
}

function narrowed(turns: readonly Turn[], words: string): readonly Turn[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return turns;
  return turns.filter(({ text }) => wanted.every((word) => text.toLowerCase().includes(word)));
}

/** Moves the focus up and down the list; from the field into it. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const inField = event.target instanceof HTMLInputElement;
  const step =
    event.key === 'ArrowDown' || (!inField && event.key === 'j')
      ? 1
      : event.key === 'ArrowUp' || (!inField && event.key === 'k')
        ? -1
        : 0;
  if (step === 0) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-turn]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const current = rows.findIndex((row) => row.hasAttribute('aria-current'));
  const from = at === -1 ? (current === -1 ? (step === 1 ? -1 : rows.length) : current - (step === 1 ? 1 : 0)) : at;
  const next = rows[from + step];
  if (next === undefined && step === -1) event.currentTarget.querySelector('input')?.focus();
  else next?.focus();
}
