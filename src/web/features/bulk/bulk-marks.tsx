import type { MouseEvent, ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { Button } from '../../ui/button.tsx';
import { canBeDismissed, dismiss, switchPin } from '../board/marks/actions.ts';
import { openMarks, type MenuPart } from '../board/marks/open-menu.ts';
import { tBoard } from '../board/texts.ts';

/** What is put on all that are chosen. */
export function BulkMarks({ sessions }: { sessions: readonly Session[] }): ReactNode {
  const keys = sessions.map(({ key }) => key);
  const pinned = sessions.every(({ marks }) => marks?.pinned === true);
  const open = (part: MenuPart, { currentTarget, detail }: MouseEvent<HTMLElement>): void =>
    openMarks({ keys, anchor: currentTarget, part, byKey: detail === 0 });
  return (
    <div role="group" aria-label={tBoard('mark.all')} className="-mx-1 flex flex-wrap gap-1">
      <Button look="quiet" keyHint="p" onClick={() => void switchPin(sessions)}>
        {tBoard(pinned ? 'mark.unpin' : 'mark.pin')}
      </Button>
      <Button look="quiet" keyHint="s" aria-haspopup="menu" onClick={(event) => open('snooze', event)}>
        {tBoard('mark.snooze')}
      </Button>
      <Button look="quiet" keyHint="e" disabled={!sessions.some(canBeDismissed)} onClick={() => void dismiss(sessions)}>
        {tBoard('mark.hide')}
      </Button>
      <Button look="quiet" aria-haspopup="menu" onClick={(event) => open('menu', event)}>
        {tBoard('mark.more')}
      </Button>
    </div>
  );
}
