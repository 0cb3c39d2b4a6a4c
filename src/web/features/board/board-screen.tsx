import { lazy, Suspense, useState, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { useScreenScroll } from '../../state/screen-scroll.ts';
import { setChoosing, useSelection } from '../../state/selection.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { AlikeLines } from '../bulk/alike-line.tsx';
import { useFoot } from '../bulk/use-foot.ts';
import { EmptyBoard } from './empty-board.tsx';
import type { Grouped, GroupName } from './groups.ts';
import { NotReached } from './not-reached.tsx';
import { ProjectNav } from './project-nav.tsx';
import { SessionRow } from './session-row.tsx';
import { useFilter, useShown } from './use-shown.ts';

const BulkFoot = lazy(async () => ({ default: (await import('../bulk/bulk-foot.tsx')).BulkFoot }));

/** Every session by what it needs, those that need somebody first and open. */
export function BoardScreen(): ReactNode {
  const loaded = useApp((state) => state.board.loaded);
  const nothing = useApp((state) => state.board.sessions.size === 0);
  const live = useApp(isLive);
  const { grouped, projects, all } = useShown();
  const foot = useFoot();
  useScreenScroll('board');
  if (!loaded) return <NotReached />;
  if (nothing) return <EmptyBoard />;
  return (
    <div className="mx-auto flex w-full max-w-[1440px] flex-1 flex-col desk:flex-row">
      <ProjectNav projects={projects} all={all} live={live} />
      <div className={classes('min-w-0 flex-1 pt-2 pb-24 desk:pr-4', !live && 'is-stale')}>
        <h1 className="sr-only">{t('board.title')}</h1>
        <Groups grouped={grouped} />
      </div>
      {foot ? (
        <Suspense fallback={null}>
          <BulkFoot />
        </Suspense>
      ) : null}
    </div>
  );
}

function Groups({ grouped }: { grouped: Grouped }): ReactNode {
  const alive = (['needs', 'working', 'unsure', 'idle'] as const).filter((name) => grouped[name].length > 0);
  if (alive.length === 0 && grouped.ended.length === 0) return <NothingShown />;
  return (
    <>
      {alive.map((name, index) => (
        <Group key={name} name={name} sessions={grouped[name]} first={index === 0} />
      ))}
      {grouped.ended.length > 0 ? <EndedGroup sessions={grouped.ended} /> : null}
    </>
  );
}

interface GroupProps {
  name: GroupName;
  sessions: Grouped[GroupName];
  first?: boolean;
  children?: ReactNode;
}

function Group({ name, sessions, first = false, children }: GroupProps): ReactNode {
  return (
    <section aria-labelledby={`group-${name}`} className="mb-6" data-group={name}>
      <h2 id={`group-${name}`} className="flex items-baseline gap-2 px-4 pt-3 pb-2 text-12 text-ink-3">
        <span className={classes('font-semibold', name === 'needs' ? 'text-needs-text' : 'text-ink-2')}>
          {t(`group.${name}`)}
        </span>
        <span>{sessions.length}</span>
        {children}
        {first ? <Choose /> : null}
      </h2>
      {name === 'needs' ? <AlikeLines sessions={sessions} /> : null}
      <ul>
        {sessions.map((session) => (
          <SessionRow key={session.key} session={session} />
        ))}
      </ul>
    </section>
  );
}

/** For a finger, which does not hover over a row to find its box. */
function Choose(): ReactNode {
  const choosing = useSelection((state) => state.choosing || state.keys.size > 0);
  return (
    <button
      type="button"
      aria-pressed={choosing}
      onClick={() => setChoosing(!choosing)}
      className="-my-3 ml-auto hidden min-h-11 items-center px-2 underline underline-offset-2 pointer-coarse:flex"
    >
      {t(choosing ? 'bulk.chooseNone' : 'bulk.chooseSome')}
    </button>
  );
}

const ENDED_SHOWN = 50;

/** Out of the way until asked for; then the newest only, because there may be thousands. */
function EndedGroup({ sessions }: { sessions: Grouped['ended'] }): ReactNode {
  const [open, setOpen] = useState(false);
  const [limit, setLimit] = useState(ENDED_SHOWN);
  if (!open) {
    return (
      <div className="border-t border-line px-1 pt-2">
        <Button look="quiet" onClick={() => setOpen(true)}>
          {t('group.showEnded', { n: sessions.length })}
        </Button>
      </div>
    );
  }
  return (
    <>
      <Group name="ended" sessions={sessions.slice(0, limit)}>
        <button
          type="button"
          className="ml-auto underline underline-offset-2 hover:text-ink"
          onClick={() => setOpen(false)}
        >
          {t('group.hideEnded')}
        </button>
      </Group>
      {sessions.length > limit ? (
        <Button look="quiet" onClick={() => setLimit(limit + 4 * ENDED_SHOWN)}>
          {t('group.more', { n: sessions.length - limit })}
        </Button>
      ) : null}
    </>
  );
}

function NothingShown(): ReactNode {
  const { query, setFilter } = useFilter();
  return (
    <div className="grid justify-items-start gap-3 px-4 py-16">
      <p className="text-15">{query === '' ? t('board.projectNone') : t('board.filterNone', { query })}</p>
      <Button onClick={() => setFilter({ query: '', project: '' })}>{t('board.filterClear')}</Button>
    </div>
  );
}
