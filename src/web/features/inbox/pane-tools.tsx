import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Session } from '../../../contract/session.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { fromHere } from '../../state/came-from.ts';
import { Button } from '../../ui/button.tsx';
import { openMarks } from '../board/marks/open-menu.ts';
import { tInbox } from './texts.ts';

/** What can be done instead of deciding: put it off, or look at the whole of it. */
export function PaneTools({ session }: { session: Session }): ReactNode {
  const [, navigate] = useLocation();
  return (
    <div className="inbox-tools">
      <Button
        look="quiet"
        data-press="s"
        aria-keyshortcuts="s"
        aria-haspopup="menu"
        keyHint="s"
        onClick={({ currentTarget, detail }) =>
          openMarks({ keys: [session.key], anchor: currentTarget, part: 'snooze', byKey: detail === 0 })
        }
      >
        {tInbox('inbox.snooze')}
      </Button>
      <Button
        look="quiet"
        data-press="o"
        aria-keyshortcuts="o"
        keyHint="o"
        onClick={() => navigate(sessionPath(session.key), { state: fromHere() })}
      >
        {tInbox('inbox.open')}
      </Button>
    </div>
  );
}
