import { Menu } from '@base-ui/react/menu';
import { useRef, type ReactNode } from 'react';
import { navigate } from 'wouter/use-browser-location';
import type { Session } from '../../../../contract/session.ts';
import { t } from '../../../i18n/t.ts';
import { copyText } from '../../../lib/copy-text.ts';
import { sessionPath } from '../../../lib/session-path.ts';
import { timeOfDay } from '../../../lib/time.ts';
import { titleOf } from '../../../lib/words.ts';
import { fromHere } from '../../../state/came-from.ts';
import { useNow } from '../../../state/clock.ts';
import { useApp } from '../../../state/store.ts';
import { toast } from '../../../state/toasts.ts';
import { Key } from '../../../ui/button.tsx';
import { tBoard } from '../texts.ts';
import { canBeDismissed, dismiss, mark, snooze, switchPin, wake } from './actions.ts';
import { COLOURS, colourOf } from './colours.ts';
import { closeMarks, openMarks, type OpenMenu } from './open-menu.ts';
import { RenameForm } from './rename-form.tsx';
import { focusBack, focusOn } from './rest-focus.ts';
import { SNOOZES, snoozeUntil } from './snooze-times.ts';
import { Swatch } from './swatch.tsx';

const POPUP =
  'min-w-52 max-w-[calc(100vw-16px)] rounded-m border border-line bg-float p-1 text-ink shadow-float outline-none';
const ITEM =
  'flex min-h-8 w-full cursor-default items-center gap-2.5 rounded-s px-2.5 text-left text-13 outline-none select-none data-disabled:text-ink-3 data-highlighted:bg-paper-3 data-popup-open:bg-paper-3 pointer-coarse:min-h-11';

/** What one can put on a session, or on all that are chosen. */
export function MarksMenu({ open }: { open: OpenMenu }): ReactNode {
  const board = useApp((state) => state.board.sessions);
  const sessions = open.keys.flatMap((key) => board.get(key) ?? []);
  const [first] = sessions;
  if (first === undefined) return null;
  if (open.part === 'rename') return <RenameForm session={first} anchor={open.anchor} />;
  return <OpenedMenu open={open} sessions={sessions} first={first} />;
}

interface ItemsProps {
  open: OpenMenu;
  sessions: readonly Session[];
  first: Session;
  /** Called before the rows go out of sight. */
  leave: () => void;
}

function OpenedMenu({ open, sessions, first }: Omit<ItemsProps, 'leave'>): ReactNode {
  /** Where the focus goes when it closes: to what opened it, or to the next row when its own is about to go. */
  const rest = useRef(() => focusBack(open.anchor));
  const popup = useRef<HTMLDivElement>(null);
  const leave = (): void => {
    rest.current = focusOn(open.anchor);
  };
  return (
    <Menu.Root
      open
      modal={false}
      onOpenChange={(isOpen) => {
        if (!isOpen) closeMarks();
      }}
      onOpenChangeComplete={(isOpen) => {
        if (isOpen && open.byKey) popup.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
      }}
    >
      <Menu.Portal>
        <Menu.Positioner anchor={open.anchor} side="bottom" align="end" sideOffset={4} className="z-40">
          <Menu.Popup
            ref={popup}
            className={POPUP}
            aria-label={tBoard('mark.menu', { title: titleOf(first), n: sessions.length })}
            finalFocus={() => rest.current()}
            onKeyDown={keepKeys}
          >
            {open.part === 'snooze' ? (
              <SnoozeItems sessions={sessions} leave={leave} />
            ) : (
              <MarkItems open={open} sessions={sessions} first={first} leave={leave} />
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** Letters choose in the menu: the page behind it must not hear them. Esc and Tab are heard by the menu on the page. */
function keepKeys(event: { key: string; stopPropagation: () => void }): void {
  if (event.key !== 'Escape' && event.key !== 'Tab') event.stopPropagation();
}

function MarkItems({ open, sessions, first, leave }: ItemsProps): ReactNode {
  const one = sessions.length === 1;
  const pinned = sessions.every(({ marks }) => marks?.pinned === true);
  const asleep = sessions.some(({ marks }) => marks?.snoozedUntil !== undefined);
  return (
    <>
      {one ? (
        <Menu.Item className={ITEM} onClick={() => navigate(sessionPath(first.key), { state: fromHere() })}>
          {tBoard('mark.open')}
          <KeyOf of="↵" />
        </Menu.Item>
      ) : null}
      <Menu.Item className={ITEM} onClick={() => void switchPin(sessions)}>
        {tBoard(pinned ? 'mark.unpin' : 'mark.pin')}
        <KeyOf of="p" />
      </Menu.Item>
      {one ? (
        <Menu.Item className={ITEM} closeOnClick={false} onClick={() => openMarks({ ...open, part: 'rename' })}>
          {tBoard('mark.rename')}
          <KeyOf of="R" />
        </Menu.Item>
      ) : null}
      <Submenu label={tBoard('mark.colour')}>
        <ColourItems sessions={sessions} first={first} />
      </Submenu>
      {asleep ? (
        <Menu.Item className={ITEM} onClick={() => void wake(sessions)}>
          {tBoard('mark.wake')}
        </Menu.Item>
      ) : null}
      <Submenu label={tBoard('mark.snooze')} keyHint="s">
        <SnoozeItems sessions={sessions} leave={leave} />
      </Submenu>
      <Menu.Separator className="mx-1 my-1 h-px bg-line" />
      {one ? (
        <Menu.Item className={ITEM} onClick={() => copyLink(first)}>
          {tBoard('mark.copyLink')}
        </Menu.Item>
      ) : null}
      <Menu.Item
        className={ITEM}
        disabled={!sessions.some(canBeDismissed)}
        onClick={() => {
          leave();
          void dismiss(sessions);
        }}
      >
        {tBoard('mark.dismiss')}
        <KeyOf of="e" />
      </Menu.Item>
    </>
  );
}

function Submenu({ label, keyHint, children }: { label: string; keyHint?: string; children: ReactNode }): ReactNode {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className={ITEM}>
        {label}
        {keyHint === undefined ? <span className="ml-auto" /> : <KeyOf of={keyHint} />}
        <svg viewBox="0 0 16 16" width="10" height="10" aria-hidden="true" fill="none" stroke="currentColor">
          <path d="M6 3l5 5-5 5" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner alignOffset={-5} sideOffset={2} className="z-40">
          <Menu.Popup className={POPUP} aria-label={label} onKeyDown={keepKeys}>
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

function ColourItems({ sessions, first }: Pick<ItemsProps, 'sessions' | 'first'>): ReactNode {
  const shared = sessions.every(({ marks }) => marks?.colour === first.marks?.colour);
  return (
    <Menu.RadioGroup
      aria-label={tBoard('mark.colour')}
      value={shared ? (first.marks?.colour ?? 'none') : ''}
      onValueChange={(value: unknown) => void mark(sessions, { colour: colourOf(value) ?? null })}
    >
      {COLOURS.map((colour) => (
        <ColourItem key={colour} value={colour} name={t(`colour.${colour}`)}>
          <Swatch colour={colour} size={12} named />
        </ColourItem>
      ))}
      <ColourItem value="none" name={tBoard('mark.noColour')}>
        <span className="w-3" />
      </ColourItem>
    </Menu.RadioGroup>
  );
}

function ColourItem({ value, name, children }: { value: string; name: string; children: ReactNode }): ReactNode {
  return (
    <Menu.RadioItem value={value} closeOnClick className={ITEM}>
      {children}
      {name}
      <Menu.RadioItemIndicator className="ml-auto">
        <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" fill="none" stroke="currentColor">
          <path d="M2.5 8.5 6.5 12.5 13.5 4" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </Menu.RadioItemIndicator>
    </Menu.RadioItem>
  );
}

function SnoozeItems({ sessions, leave }: Pick<ItemsProps, 'sessions' | 'leave'>): ReactNode {
  const now = useNow('coarse');
  return (
    <Menu.Group>
      <Menu.GroupLabel className="px-2.5 pt-1 pb-1.5 text-12 text-ink-3">{tBoard('mark.snoozeLabel')}</Menu.GroupLabel>
      {SNOOZES.map((how) => (
        <Menu.Item
          key={how}
          className={ITEM}
          onClick={() => {
            leave();
            void snooze(sessions, how);
          }}
        >
          {tBoard(`mark.for.${how}`)}
          <span className="ml-auto pl-4 text-12 text-ink-3">{timeOfDay(snoozeUntil(how, now), now)}</span>
        </Menu.Item>
      ))}
    </Menu.Group>
  );
}

function KeyOf({ of }: { of: string }): ReactNode {
  return (
    <span className="ml-auto pl-4">
      <Key of={of} />
    </span>
  );
}

function copyLink({ key }: Session): void {
  copyText(location.origin + sessionPath(key)).then(
    () => toast(tBoard('mark.copied')),
    () => toast(tBoard('mark.notCopied'), { tone: 'bad' }),
  );
}
