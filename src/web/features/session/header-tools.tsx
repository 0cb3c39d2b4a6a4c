import { Suspense, useState, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { NARROW, useMedia } from '../../ui/use-media.ts';
import { useReading } from '../conversation/reader.ts';
import { tConversation } from '../conversation/texts.ts';
import { giveKeysTo } from '../keyboard/type-ahead.ts';
import { panelsFor } from '../panels/panels.ts';
import { tPanels } from '../panels/texts.ts';
import { usePanel } from '../panels/use-panel.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

const TurnList = lazyPart(async () => (await import('../conversation/turns/turn-list.tsx')).TurnList);

interface ToolsProps {
  session: Session;
  onBoard: boolean;
  find: () => void;
  finding: boolean;
}

const SIZE = 'min-h-8 min-w-8 pointer-coarse:min-w-11';

/** Ways through the conversation, and what can lie beside it. A key presses the button that has it. */
export function HeaderTools({ session, onBoard, find, finding }: ToolsProps): ReactNode {
  const panel = usePanel();
  // Where they stand by themselves, they say what they are.
  const isNarrow = useMedia(NARROW);
  const said = (text: string): string | undefined => (isNarrow ? text : undefined);
  const own = panelsFor(session, onBoard).filter(({ key }) => key !== null);
  return (
    <div className="flex flex-wrap items-center">
      <IconButton
        label={tConversation('find.open')}
        text={said(tConversation('find.short'))}
        data-press="F"
        aria-keyshortcuts="Shift+F"
        aria-expanded={finding}
        className={SIZE}
        onClick={find}
      >
        <g strokeWidth="1.5" strokeLinecap="round">
          <circle cx="7" cy="7" r="4" />
          <path d="m10.2 10.2 3.3 3.3" />
        </g>
      </IconButton>
      <Turns session={session} text={said(tConversation('turns.title'))} />
      {own.map(({ id, key, label, icon }) => (
        <IconButton
          key={id}
          label={label()}
          text={said(label())}
          data-press={key}
          aria-keyshortcuts={key ?? undefined}
          aria-expanded={panel.id === id}
          className={SIZE}
          onClick={() => panel.toggle(id)}
        >
          <path d={icon ?? 'M2.5 3h11v10h-11z'} strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
        </IconButton>
      ))}
      <IconButton
        label={tPanels('panels.open')}
        text={said(tPanels('panels.label'))}
        data-press="P"
        aria-keyshortcuts="Shift+P"
        aria-expanded={panel.id !== null}
        className={SIZE}
        onClick={() => panel.toggle()}
      >
        <path d="M2.5 3h11v10h-11zM9.5 3v10" strokeWidth="1.5" strokeLinejoin="round" />
      </IconButton>
    </div>
  );
}

/** The list of turns, and one turn on or back. */
function Turns({ session, text }: { session: Session; text: string | undefined }): ReactNode {
  const { reader } = useReading();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton
        label={tConversation('turns.open')}
        text={text}
        data-press="l"
        aria-keyshortcuts="l"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        className={SIZE}
        onClick={({ currentTarget }) => {
          if (anchor === null) giveKeysTo('[data-turn-filter]');
          setAnchor(anchor === null ? currentTarget : null);
        }}
      >
        <path d="M6 4h7.5M6 8h7.5M6 12h7.5M2.5 4h.1M2.5 8h.1M2.5 12h.1" strokeWidth="1.6" strokeLinecap="round" />
      </IconButton>
      {([-1, 1] as const).map((step) => (
        <IconButton
          key={step}
          label={tConversation(step === 1 ? 'turns.next' : 'turns.previous')}
          data-press={step === 1 ? ']' : '['}
          aria-keyshortcuts={step === 1 ? ']' : '['}
          className={`${SIZE} max-wide:hidden`}
          onClick={() => void reader.current?.turn(step)}
        >
          <path
            d={step === 1 ? 'M3.5 6 8 10.5 12.5 6' : 'M3.5 10 8 5.5l4.5 4.5'}
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </IconButton>
      ))}
      {anchor === null ? null : (
        <Suspense fallback={null}>
          <TurnList sessionKey={session.key} anchor={anchor} close={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  );
}
