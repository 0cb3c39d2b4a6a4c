import type { ReactNode } from 'react';
import { span } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { useScreenScroll } from '../../state/screen-scroll.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Phrase } from '../../ui/phrase.tsx';
import { Shape } from '../../ui/shape.tsx';
import { NotReached } from '../board/not-reached.tsx';
import { useHealth } from '../settings/about.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { isProblem } from '../shell/source-list.tsx';
import { useSources } from '../shell/use-sources.ts';
import { HooksCard } from './hooks-card.tsx';
import { MachineList } from './machine-list.tsx';
import { reportOf } from './report.ts';
import { SessionProblems } from './session-problems.tsx';
import { SourceRows } from './source-rows.tsx';
import { tHealth } from './texts.ts';
import { useSetup, type SetupState } from './use-setup.ts';

/** Everything AMC looks at: what it sees, what it does not, why, and what would help. */
export function HealthScreen(): ReactNode {
  const loaded = useApp((app) => app.board.loaded);
  const live = useApp(isLive);
  const sources = useSources();
  const state = useSetup();
  useScreenScroll('health');
  if (!loaded) return <NotReached />;
  return (
    <div className="mx-auto w-full max-w-[840px] flex-1 px-4 pt-6 pb-32 tablet:px-6">
      <PageTitle title={tHealth('sight.title')} />
      <Head problems={sources.filter(isProblem).length} live={live} setup={state} />
      <div className={classes('mt-8 grid gap-10', !live && 'is-stale')}>
        <Part id="sources" title={tHealth('sight.sources')}>
          <SourceRows sources={sources} />
        </Part>
        <Part id="machine" title={tHealth('sight.agents')}>
          {state.setup === null ? <NotLooked state={state} /> : <MachineList setup={state.setup} />}
        </Part>
        {state.setup === null ? null : (
          <Part id="hooks" title={tHealth('sight.hooks')}>
            <HooksCard hooks={state.setup.hooks} change={state.changeHooks} />
          </Part>
        )}
        <Part id="sessions" title={tHealth('sight.sessions')}>
          <SessionProblems />
        </Part>
      </div>
    </div>
  );
}

function Head({ problems, live, setup }: { problems: number; live: boolean; setup: SetupState }): ReactNode {
  const health = useHealth();
  const now = useNow('coarse');
  const sources = useSources();
  const sessions = useApp((state) => state.board.sessions);
  const report = reportOf({
    health,
    setup: setup.setup,
    sources,
    sessions: [...sessions.values()],
    now,
    browser: navigator.userAgent,
  });
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="text-18 font-semibold">{tHealth('sight.title')}</h1>
        <p role="status" className="mt-1.5 flex items-baseline gap-2 text-15">
          <Shape
            name={!live || problems > 0 ? 'question' : 'dot'}
            tone={!live || problems > 0 ? 'unsure' : 'works'}
            size={12}
          />
          {!live
            ? tHealth('sight.stale')
            : problems === 0
              ? tHealth('sight.allWell')
              : tHealth('sight.problems', { n: problems })}
        </p>
        {health === null ? null : (
          <p className="mt-1 text-12 text-ink-3">
            {tHealth('sight.version', { version: health.version, span: span(now - health.startedAt) })}
            {health.host === undefined ? null : (
              <>
                {', '}
                <Clean text={tHealth('sight.host', { host: health.host })} />
              </>
            )}
          </p>
        )}
      </div>
      <div className="grid max-w-64 justify-items-start gap-1 tablet:justify-items-end tablet:text-right">
        <CopyButton look="plain" text={report} label={tHealth('sight.copy')} />
        <p className="text-12 text-ink-3">{tHealth('sight.copyAbout')}</p>
      </div>
    </div>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }): ReactNode {
  return (
    <section id={id} aria-labelledby={`${id}-heading`} className="scroll-mt-16">
      <h2 id={`${id}-heading`} className="mb-3 text-15 font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

function NotLooked({ state: { problem, again } }: { state: SetupState }): ReactNode {
  if (problem === null) return <p className="text-ink-3">{tHealth('sight.looking')}</p>;
  return (
    <div role="alert" className="grid justify-items-start gap-2">
      <p>
        <Phrase text={tHealth('sight.notLooked', { why: problem })} />
      </p>
      <Button onClick={again}>{tHealth('sight.again')}</Button>
    </div>
  );
}
