import { Suspense, useMemo, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { alikeOf, type Alike } from '../bulk/alike.ts';
import { RULES, type Waiting } from './queue.ts';
import { tInbox } from './texts.ts';
import { useRule } from './use-queues.ts';
import { giveKeysTo } from '../keyboard/type-ahead.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

const AlikeDialog = lazyPart(async () => (await import('../bulk/alike-dialog.tsx')).AlikeDialog);

/** What waits, or what was decided: two addresses of one screen. */
export function Parts({ decided, n }: { decided: boolean; n: number }): ReactNode {
  return (
    <nav aria-label={tInbox('inbox.views')} className="flex gap-1">
      <Part href="/inbox" on={!decided}>
        {tInbox('inbox.waiting')} {n > 0 ? <span className="text-ink-3">{n}</span> : null}
      </Part>
      <Part href="/inbox?show=decided" on={decided}>
        {tInbox('inbox.decided')}
      </Part>
    </nav>
  );
}

function Part({ href, on, children }: { href: string; on: boolean; children: ReactNode }): ReactNode {
  return (
    <Link
      href={href}
      replace
      state={history.state}
      aria-current={on ? 'page' : undefined}
      className={classes(
        'flex min-h-8 items-center gap-1.5 rounded-m px-2.5 pointer-coarse:min-h-11',
        on ? 'bg-paper-3 font-semibold text-ink' : 'text-ink-2 hover:bg-paper-3 hover:text-ink',
      )}
    >
      {children}
    </Link>
  );
}

export function RuleSelect(): ReactNode {
  const { rule, setRule } = useRule();
  return (
    <select
      data-filter
      aria-label={tInbox('inbox.rule')}
      aria-keyshortcuts="f"
      title={tInbox('inbox.rule')}
      className="view-select"
      value={rule}
      onChange={(event) => setRule(RULES.find((one) => one === event.target.value) ?? 'oldest')}
    >
      {RULES.map((one) => (
        <option key={one} value={one}>
          {tInbox(`inbox.rule.${one}`)}
        </option>
      ))}
    </select>
  );
}

/** Where several wait for the same kind of permission: that they can be looked through in one go. */
export function AlikeButton({ queue }: { queue: readonly Waiting[] }): ReactNode {
  const [alike] = useMemo(() => alikeOf(sessionsOf(queue)), [queue]);
  /** As it was when it was opened: what comes later was not seen. */
  const [open, setOpen] = useState<Alike | null>(null);
  return (
    <>
      {alike === undefined ? null : (
        <div className="px-3 pb-2">
          <Button
            className="w-full"
            data-press="A"
            aria-keyshortcuts="Shift+A"
            keyHint="A"
            onClick={() => {
              setOpen(alike);
              giveKeysTo('dialog[open]', () => setOpen(null));
            }}
          >
            <span className="min-w-0 truncate">
              <Clean text={tInbox('inbox.alike', { n: alike.asks.length, tool: alike.tool })} />
            </span>
          </Button>
        </div>
      )}
      {open === null ? null : (
        <Suspense fallback={null}>
          <AlikeDialog alike={open} close={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}

/** Sessions with only what of them still waits for a decision. */
function sessionsOf(queue: readonly Waiting[]): Waiting['session'][] {
  const sessions = new Map<string, Waiting['session']>();
  for (const { session, request } of queue) {
    const known = sessions.get(session.key);
    sessions.set(session.key, { ...session, requests: [...(known?.requests ?? []), request] });
  }
  return [...sessions.values()];
}
