import { useState, type ReactNode } from 'react';
import { tDocument } from './document-texts.ts';
import { UNDO_WINDOWS, useUndoWindow } from '../../state/preferences.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { RadioList } from '../../ui/radio-list.tsx';

/** How long a prompt can be taken back. Says so beside it while it is on. */
export function UndoWindow(): ReactNode {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { holdMs, setHoldMs } = useUndoWindow();
  return (
    <>
      <IconButton
        label={holdMs === 0 ? tDocument('undo.label') : tDocument('undo.labelOn', { seconds: holdMs / 1_000 })}
        text={holdMs === 0 ? undefined : tDocument('undo.short', { seconds: holdMs / 1_000 })}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={({ currentTarget }) => setAnchor(anchor === null ? currentTarget : null)}
      >
        <path
          d="M2.6 8a5.4 5.4 0 1 0 1.7-3.9M2.6 2.6v2.7h2.7M8 5v3.2l2 1.2"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </IconButton>
      {anchor === null ? null : (
        <Popover
          anchor={anchor}
          align="left"
          follows="bar"
          label={tDocument('undo.label')}
          close={() => setAnchor(null)}
          className="w-64"
        >
          <p className="px-3 pt-1.5 pb-1 text-12 text-ink-2">{tDocument('undo.about')}</p>
          <RadioList
            label={tDocument('undo.label')}
            value={String(holdMs)}
            choices={UNDO_WINDOWS.map((ms) => ({
              id: String(ms),
              label: ms === 0 ? tDocument('undo.off') : tDocument('undo.seconds', { seconds: ms / 1_000 }),
            }))}
            choose={(ms) => setHoldMs(Number(ms))}
          />
        </Popover>
      )}
    </>
  );
}
