import { useEffect, useEffectEvent, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, Ref, RefObject } from 'react';
import type { Completion, CompletionTrigger } from '../../../../contract/completion.ts';
import type { SessionKey } from '../../../../contract/session.ts';
import { classes } from '../../../ui/classes.ts';
import { Clean } from '../../../ui/clean.tsx';
import { placeOfCharacter } from './caret-place.ts';
import { tComposer } from './texts.ts';
import type { TypedToken } from './typed-token.ts';
import { useSuggestions, type Suggestions } from './use-suggestions.ts';

export const MENU_ID = 'composer-completions';

/** The keys of the field while the menu is open. True: the menu took it. */
export type MenuKeys = (event: KeyboardEvent) => boolean;

interface CompletionMenuProps {
  sessionKey: SessionKey;
  token: TypedToken;
  field: RefObject<HTMLTextAreaElement | null>;
  keys: Ref<MenuKeys>;
  choose: (insert: string) => void;
  close: () => void;
  /** Tells which option is the one Enter would take; null: there is none. */
  activated: (optionId: string | null) => void;
  /** Tells which triggers the agent has. */
  heard: (triggers: readonly CompletionTrigger[]) => void;
}

/** What fits the word at the caret, above or below it. The field keeps the focus. */
export function CompletionMenu(props: CompletionMenuProps): ReactNode {
  const { sessionKey, token, field, keys, choose, close, activated, heard } = props;
  const suggestions = useSuggestions(sessionKey, token);
  const items = suggestions.phase === 'ready' ? suggestions.items : NONE;
  const [chosen, setChosen] = useState({ text: '', insert: '' });
  // A list that comes while somebody chooses moves nothing; another word begins at the first.
  const index = Math.max(0, chosen.text === token.text ? items.findIndex((one) => one.insert === chosen.insert) : 0);
  const point = (at: number): void => setChosen({ text: token.text, insert: items[at]?.insert ?? '' });
  const active = items.length === 0 ? null : optionId(index);
  const triggers = suggestions.phase === 'ready' ? suggestions.triggers : null;
  const tellActive = useEffectEvent(activated);
  const tellTriggers = useEffectEvent(heard);
  useEffect(() => {
    tellActive(active);
    if (active !== null) document.getElementById(active)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  useEffect(() => {
    if (triggers !== null) tellTriggers(triggers);
  }, [triggers]);
  const hidden = suggestions.phase === 'loading' && !suggestions.slow;
  useImperativeHandle(keys, () => (event) => {
    if (hidden) return false;
    const to = (step: number): void => point((index + step + items.length) % Math.max(1, items.length));
    const item = items[index];
    return pressed(event, { to, close, choose: item === undefined ? null : () => choose(item.insert) });
  });
  if (hidden) return null;
  return (
    <Float token={token} field={field} close={close}>
      <Listed suggestions={suggestions} files={token.trigger === '@'} index={index} choose={choose} point={point} />
    </Float>
  );
}

const NONE: readonly Completion[] = [];
const optionId = (index: number): string => `${MENU_ID}-${index}`;

function pressed(
  event: KeyboardEvent,
  { to, close, choose }: { to: (step: number) => void; close: () => void; choose: (() => void) | null },
): boolean {
  if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if (event.key === 'Escape') {
    close();
    return true;
  }
  // Where there is nothing to choose, the keys are those of the text.
  if (choose === null) return false;
  switch (event.key) {
    case 'ArrowDown':
    case 'ArrowUp':
      to(event.key === 'ArrowDown' ? 1 : -1);
      return true;
    case 'ArrowLeft':
    case 'ArrowRight':
      return true;
    case 'Enter':
    case 'Tab':
      choose();
      return true;
    default:
      return false;
  }
}

/** Lies over the page at the trigger. A press elsewhere closes it; one in the field does not. */
function Float({
  token: { start },
  field,
  close,
  children,
}: Pick<CompletionMenuProps, 'token' | 'field' | 'close'> & { children: ReactNode }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const closed = useEffectEvent(close);
  useLayoutEffect(() => {
    const element = box.current;
    const text = field.current;
    if (element === null || text === null) return;
    element.showPopover();
    const stand = (): void => standAt(element, text, start);
    stand();
    const grown = new ResizeObserver(stand);
    grown.observe(element);
    grown.observe(text);
    addEventListener('scroll', stand, { passive: true, capture: true });
    const down = ({ target }: PointerEvent): void => {
      if (target instanceof Node && !element.contains(target) && !text.contains(target)) closed();
    };
    document.addEventListener('pointerdown', down);
    return () => {
      grown.disconnect();
      removeEventListener('scroll', stand, { capture: true });
      document.removeEventListener('pointerdown', down);
    };
  }, [field, start]);
  return (
    <div
      ref={box}
      popover="manual"
      data-completions=""
      className="fixed inset-auto m-0 overflow-hidden rounded-m border border-line bg-float p-0 text-13 text-ink shadow-float"
      onMouseDown={(event) => event.preventDefault()}
    >
      {children}
    </div>
  );
}

const GAP_PX = 6;
const FIRST_LINE_PX = 24;

function standAt(element: HTMLElement, field: HTMLTextAreaElement, start: number): void {
  const spot = placeOfCharacter(field, start);
  const room = document.body.clientWidth;
  element.style.maxWidth = `${room - 16}px`;
  const { width, height } = element.getBoundingClientRect();
  const edge = field.getBoundingClientRect().top;
  // Over the first line it stands clear of the field.
  const above = (spot.top - edge < FIRST_LINE_PX ? edge : spot.top) - GAP_PX - height;
  const top = above >= GAP_PX ? above : Math.min(spot.bottom + GAP_PX, innerHeight - height - GAP_PX);
  element.style.top = `${top}px`;
  element.style.left = `${Math.max(8, Math.min(spot.left - 12, room - width - 8))}px`;
}

interface ListedProps {
  suggestions: Suggestions;
  files: boolean;
  index: number;
  choose: (insert: string) => void;
  point: (index: number) => void;
}

function Listed({ suggestions, files, index, choose, point }: ListedProps): ReactNode {
  if (suggestions.phase === 'loading') return <Said>{tComposer('complete.loading')}</Said>;
  if (suggestions.phase === 'failed')
    return (
      <Said>
        <Clean text={tComposer('complete.failed', { why: suggestions.why })} />
      </Said>
    );
  const { items, more } = suggestions;
  if (items.length === 0) return <Said>{tComposer(files ? 'complete.noFiles' : 'complete.noSkills')}</Said>;
  return (
    <>
      <ul
        id={MENU_ID}
        role="listbox"
        aria-label={tComposer(files ? 'complete.files' : 'complete.skills')}
        className="grid max-h-[min(296px,40dvh)] w-[560px] max-w-full scroll-py-1 grid-cols-[fit-content(46%)_minmax(0,1fr)_auto] overflow-y-auto overscroll-contain p-1"
      >
        {items.map((item, at) => (
          <Option
            key={item.insert}
            item={item}
            id={optionId(at)}
            active={at === index}
            choose={() => choose(item.insert)}
            point={() => point(at)}
          />
        ))}
      </ul>
      {more ? (
        <p className="border-t border-line px-3 py-1.5 text-12 text-ink-3">{tComposer('complete.more')}</p>
      ) : null}
      <span role="status" className="sr-only">
        {tComposer('complete.count', { n: items.length })}
      </span>
    </>
  );
}

interface OptionProps {
  item: Completion;
  id: string;
  active: boolean;
  choose: () => void;
  point: () => void;
}

function Option({ item: { label, detail, from }, id, active, choose, point }: OptionProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the keys of all options
    <li
      id={id}
      role="option"
      aria-selected={active}
      onClick={choose}
      onMouseMove={active ? undefined : point}
      className={classes(
        'col-span-3 grid min-h-8 cursor-pointer grid-cols-subgrid items-baseline gap-x-3 rounded-s px-2 py-1.5 pointer-coarse:min-h-11 pointer-coarse:py-2.5',
        active && 'bg-paper-3',
      )}
    >
      <span className="min-w-0 truncate font-mono font-medium">
        <Clean text={label} />
      </span>
      <span className="min-w-0 truncate text-ink-2">{detail === undefined ? null : <Clean text={detail} />}</span>
      {from === undefined ? null : (
        <span className="max-w-28 truncate text-12 text-ink-3 max-tablet:hidden">
          <Clean text={from} />
        </span>
      )}
    </li>
  );
}

function Said({ children }: { children: ReactNode }): ReactNode {
  return (
    <p role="status" className="px-3 py-2 text-ink-2">
      {children}
    </p>
  );
}
