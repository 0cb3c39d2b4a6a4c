import { Suspense, useMemo, useState, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { alikeOf, type Alike } from './alike.ts';
import { giveKeysTo } from '../keyboard/type-ahead.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

const AlikeDialog = lazyPart(async () => (await import('./alike-dialog.tsx')).AlikeDialog);

/** Where several wait for the same kind of permission: that they can be looked through in one go. */
export function AlikeLines({ sessions }: { sessions: readonly Session[] }): ReactNode {
  const groups = useMemo(() => alikeOf(sessions), [sessions]);
  /** As it was when it was opened: what comes later was not seen. */
  const [open, setOpen] = useState<Alike | null>(null);
  return (
    <>
      {groups.length === 0 ? null : (
        <ul className="flex flex-wrap gap-2 px-4 pb-3 tablet:pl-11">
          {groups.map((alike, index) => (
            <li key={alike.tool}>
              <Button
                data-press={index === 0 ? 'A' : undefined}
                aria-keyshortcuts={index === 0 ? 'A' : undefined}
                {...(index === 0 ? { keyHint: 'A' } : {})}
                onClick={() => {
                  setOpen(alike);
                  giveKeysTo('dialog[open]', () => setOpen(null));
                }}
              >
                {t('alike.line', { n: alike.asks.length, tool: alike.tool, sessions: alike.sessions })}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {open === null ? null : (
        <Suspense fallback={null}>
          <AlikeDialog alike={open} close={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}
