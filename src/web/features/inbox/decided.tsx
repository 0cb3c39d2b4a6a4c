import { useEffect, useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { AuditEntry } from '../../../contract/audit.ts';
import { isLive, useApp } from '../../state/store.ts';
import { tHistory } from '../history/texts.ts';
import { dayOf } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ListEnd } from '../../ui/list-end.tsx';
import { AuditRow } from '../audit/audit-row.tsx';
import { groupsOf, type AuditGroup } from '../audit/groups.ts';
import { useAudit } from '../audit/use-audit.ts';
import { tInbox } from './texts.ts';

/** Fewer than this is not a list: then more of the log is read by itself. */
const ENOUGH = 15;
const DECISION = /^(approve|deny|answer)\b/;

/** What was decided, from whichever window or client, newest first, each with its receipt. */
export function Decided(): ReactNode {
  const { list, state } = useAudit('');
  const live = useApp(isLive);
  const groups = useMemo(() => groupsOf(state.items).filter(({ last }) => isDecision(last)), [state.items]);
  const { phase, next, loadingMore, error } = state;
  const readOn = phase === 'ready' && next !== null && !loadingMore && groups.length < ENOUGH;
  useEffect(() => {
    if (readOn) void list.more();
  }, [readOn, list]);
  return (
    <div className={classes('inbox-decided', !live && 'is-stale')} aria-busy={phase === 'loading' || readOn}>
      {phase === 'loading' && groups.length === 0 ? (
        <p className="px-4 py-10 text-ink-3 tablet:px-6">{tInbox('decided.reading')}</p>
      ) : null}
      {phase === 'ready' && next === null && groups.length === 0 ? (
        <p className="px-4 py-16 text-15 tablet:px-6">{tInbox('decided.none')}</p>
      ) : null}
      <Days groups={groups} />
      {phase === 'failed' ? (
        <div className="flex flex-wrap items-center gap-3 px-4 py-6 tablet:px-6" role="alert">
          <p className="text-ink-2">{tInbox('decided.failed', { why: error?.message ?? '' })}</p>
          <Button onClick={() => void (next === null ? list.refresh() : list.more())}>{tInbox('decided.retry')}</Button>
        </div>
      ) : null}
      {phase === 'ready' && next !== null && !readOn ? (
        <ListEnd cursor={next} busy={loadingMore} more={() => void list.more()} label={tInbox('decided.more')} />
      ) : null}
      <p className="px-4 py-4 tablet:px-6">
        <Link href="/audit" className="text-12 text-ink-3 underline underline-offset-2 hover:text-ink">
          {tInbox('decided.all')}
        </Link>
      </p>
    </div>
  );
}

function Days({ groups }: { groups: readonly AuditGroup[] }): ReactNode {
  const today = new Date(useNow('coarse')).setHours(0, 0, 0, 0);
  const days = useMemo(() => {
    const byDay = new Map<string, AuditGroup[]>();
    for (const one of groups) {
      const day = dayOf(one.last.at, today);
      const name = typeof day === 'string' ? tHistory(`day.${day}`) : day.name;
      byDay.set(name, [...(byDay.get(name) ?? []), one]);
    }
    return [...byDay];
  }, [groups, today]);
  return days.map(([name, own]) => (
    <section key={name} aria-label={name} className="mb-4">
      <h2 className="px-4 pt-3 pb-2 text-12 font-semibold text-ink-2 tablet:px-6">{name}</h2>
      <ul>
        {own.map((one) => (
          <AuditRow key={one.commandId} group={one} />
        ))}
      </ul>
    </section>
  ));
}

/** By the first word of the line, as the log writes it. */
function isDecision({ what }: AuditEntry): boolean {
  return DECISION.test(what);
}
