import { useMemo, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import type { AuditEntry } from '../../../contract/audit.ts';
import { t } from '../../i18n/t.ts';
import { tAudit } from './texts.ts';
import { tHistory } from '../history/texts.ts';
import { dayOf } from '../../lib/time.ts';
import { titleOf } from '../../lib/words.ts';
import { useNow } from '../../state/clock.ts';
import type { PagedList, PagedState } from '../../state/paged-list.ts';
import { useScreenScroll } from '../../state/screen-scroll.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ListEnd } from '../../ui/list-end.tsx';
import { NotReached } from '../board/not-reached.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { AuditRow } from './audit-row.tsx';
import { groupsOf, type AuditGroup } from './groups.ts';
import { useAudit } from './use-audit.ts';

type List = PagedList<AuditEntry, null>;
type State = PagedState<AuditEntry, null>;

/** Everything AMC was asked to do, and what became of it. */
export function AuditScreen(): ReactNode {
  const [params, setParams] = useSearchParams();
  const session = params.get('session') ?? '';
  const { list, state } = useAudit(session);
  const live = useApp(isLive);
  const loaded = useApp((app) => app.board.loaded);
  useScreenScroll('audit');
  if (!loaded && state.items.length === 0) return <NotReached />;
  const choose = (key: string): void => setParams(key === '' ? {} : { session: key }, { replace: true });
  return (
    <div className="mx-auto w-full max-w-[1120px] flex-1 pb-24">
      <PageTitle title={tAudit('audit.title')} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-5 pb-3 tablet:px-6">
        <div className="mr-auto">
          <h1 className="text-18 font-semibold">{tAudit('audit.title')}</h1>
          <p className="text-ink-2">{tAudit('audit.lead')}</p>
        </div>
        <SessionFilter session={session} entries={state.items} choose={choose} />
      </div>
      <div className={classes(!live && 'is-stale')} aria-busy={state.phase === 'loading'}>
        {state.phase === 'ready' && state.items.length === 0 ? (
          <div className="grid justify-items-start gap-3 px-4 py-16 tablet:px-6">
            <p className="text-15">{tAudit(session === '' ? 'audit.none' : 'audit.noneOfSession')}</p>
            {session === '' ? null : <Button onClick={() => choose('')}>{tAudit('audit.allSessions')}</Button>}
          </div>
        ) : (
          <Days entries={state.items} />
        )}
        <End list={list} state={state} />
      </div>
    </div>
  );
}

/** Sessions of the board and of what is read; the one in the address in any case. */
function SessionFilter(props: {
  session: string;
  entries: readonly AuditEntry[];
  choose: (key: string) => void;
}): ReactNode {
  const { session, entries, choose } = props;
  const sessions = useApp((state) => state.board.sessions);
  const names = useMemo(() => {
    const all = new Map<string, string>(session === '' ? [] : [[session, session]]);
    for (const { sessionKey, sessionTitle } of entries)
      if (sessionTitle !== undefined) all.set(sessionKey, sessionTitle);
    for (const one of sessions.values())
      if (one.status.value !== 'ended' || all.has(one.key)) all.set(one.key, titleOf(one));
    return [...all].sort(([, a], [, b]) => a.localeCompare(b));
  }, [session, entries, sessions]);
  return (
    <select
      data-filter
      aria-label={tAudit('audit.ofSession')}
      aria-keyshortcuts="f"
      className="min-h-8 max-w-full min-w-0 rounded-m border border-line-2 bg-float px-2 text-13 pointer-coarse:min-h-11 tablet:max-w-80"
      value={session}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{tAudit('audit.allSessions')}</option>
      {names.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Days({ entries }: { entries: readonly AuditEntry[] }): ReactNode {
  const today = new Date(useNow('coarse')).setHours(0, 0, 0, 0);
  const days = useMemo(() => byDay(groupsOf(entries), today), [entries, today]);
  return days.map(({ name, groups }) => (
    <section key={name} aria-label={name} className="mb-5">
      <h2 className="px-4 pt-3 pb-2 text-12 font-semibold text-ink-2 tablet:px-6">{name}</h2>
      <ul>
        {groups.map((group) => (
          <AuditRow key={group.commandId} group={group} />
        ))}
      </ul>
    </section>
  ));
}

function byDay(groups: readonly AuditGroup[], now: number): { name: string; groups: AuditGroup[] }[] {
  const days = new Map<string, AuditGroup[]>();
  for (const group of groups) {
    const day = dayOf(group.last.at, now);
    const name = typeof day === 'string' ? tHistory(`day.${day}`) : day.name;
    days.set(name, [...(days.get(name) ?? []), group]);
  }
  return [...days].map(([name, own]) => ({ name, groups: own }));
}

function End({ list, state }: { list: List; state: State }): ReactNode {
  const { phase, next, loadingMore, error } = state;
  if (phase === 'failed')
    return (
      <div className="flex flex-wrap items-center gap-3 px-4 py-6 tablet:px-6" role="alert">
        <p className="text-ink-2">{tAudit('audit.failed', { why: error?.message ?? '' })}</p>
        <Button onClick={() => void (next === null ? list.refresh() : list.more())}>{t('conversation.retry')}</Button>
      </div>
    );
  if (phase === 'loading') return <p className="px-4 py-10 text-ink-3 tablet:px-6">{tAudit('audit.loading')}</p>;
  if (next === null) return null;
  return <ListEnd cursor={next} busy={loadingMore} more={() => void list.more()} label={tAudit('audit.more')} />;
}
