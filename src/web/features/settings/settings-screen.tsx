import { useEffect, type ReactNode } from 'react';
import { lastNavigation } from '../../state/navigation.ts';
import { readSettings, useSettings } from '../../state/settings.ts';
import { useScreenScroll } from '../../state/screen-scroll.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { NotReached } from '../board/not-reached.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { About } from './about.tsx';
import { Appearance } from './appearance.tsx';
import { Data } from './data.tsx';
import { KeyboardHint } from './keyboard-hint.tsx';
import { Notifications } from './notifications.tsx';
import { tSettings } from './texts.ts';
import { Views } from './views.tsx';

const SECTIONS = ['appearance', 'notifications', 'views', 'keyboard', 'data', 'about'] as const;

/** How AMC looks and whom it tells, in one document. */
export function SettingsScreen(): ReactNode {
  const { settings, problem } = useSettings();
  const live = useApp(isLive);
  const loaded = useApp((app) => app.board.loaded);
  useScreenScroll('settings');
  const ready = settings !== null;
  useEffect(() => {
    if (ready && lastNavigation() === 'push') document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [ready]);
  if (!loaded && settings === null) return <NotReached />;
  return (
    <div className="mx-auto flex w-full max-w-[960px] flex-1 gap-12 px-4 pt-6 pb-32 tablet:px-6">
      <PageTitle title={tSettings('settings.title')} />
      <Contents />
      <div className={classes('min-w-0 flex-1', !live && 'is-stale')}>
        <h1 className="sr-only">{tSettings('settings.title')}</h1>
        <div className="grid gap-14">
          <Appearance />
          {settings === null ? (
            <Unread problem={problem} />
          ) : (
            <>
              <Notifications settings={settings} />
              <Views settings={settings} />
            </>
          )}
          <KeyboardHint />
          <Data />
          <About />
        </div>
      </div>
    </div>
  );
}

/** Beside the document, where there is room for it. */
function Contents(): ReactNode {
  return (
    <nav aria-label={tSettings('settings.sections')} className="w-32 shrink-0 max-desk:hidden">
      <ul className="sticky top-18 grid">
        {SECTIONS.map((id) => (
          <li key={id}>
            <a href={`#${id}`} className="block rounded-s px-2 py-1.5 text-ink-2 hover:bg-paper-2 hover:text-ink">
              {tSettings(`settings.${id}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Unread({ problem }: { problem: string | null }): ReactNode {
  if (problem === null) return <p className="text-ink-3">{tSettings('settings.reading')}</p>;
  return (
    <div role="alert" className="grid justify-items-start gap-3">
      <p>{tSettings('settings.failed', { why: problem })}</p>
      <Button onClick={() => void readSettings()}>{tSettings('settings.again')}</Button>
    </div>
  );
}
