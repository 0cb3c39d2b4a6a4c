import { lazy, Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { SignedOut } from './features/auth/signed-out.tsx';
import { BoardScreen } from './features/board/board-screen.tsx';
import { HelpDialog } from './features/keyboard/help-dialog.tsx';
import { useKeyboard } from './features/keyboard/use-keyboard.ts';
import { ConnectionBar } from './features/shell/connection-mark.tsx';
import { Header } from './features/shell/header.tsx';
import { PageTitle } from './features/shell/page-title.tsx';
import { useCounts } from './features/shell/use-counts.ts';
import { t } from './i18n/t.ts';
import { SCREENS } from './screens.ts';
import { sessionOfPath } from './lib/session-path.ts';
import { useApp } from './state/store.ts';

const loadSession = () => import('./features/session/session-screen.tsx');
const SessionScreen = lazy(async () => ({ default: (await loadSession()).SessionScreen }));

const OTHERS: Readonly<Record<string, ComponentType>> = Object.fromEntries(
  Object.entries(SCREENS).map(([path, { load }]) => [path, lazy(load)]),
);

/** The whole page: let in or not, then header and one screen. */
export function App(): ReactNode {
  const out = useApp((state) => state.auth === 'out');
  return out ? <SignedOut /> : <LetIn />;
}

function LetIn(): ReactNode {
  useKeyboard();
  useEffect(fetchAhead, []);
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-40 rounded-m bg-float p-3 focus:not-sr-only focus:absolute focus:top-1 focus:left-1"
      >
        {t('app.skip')}
      </a>
      <Header />
      <ConnectionBar />
      <main id="main" className="flex flex-1 flex-col">
        <Screen />
      </main>
      <Announcer />
      <HelpDialog />
    </div>
  );
}

function Screen(): ReactNode {
  const [path] = useLocation();
  if (path.startsWith('/s/')) {
    return (
      <Suspense fallback={null}>
        {/* Not the router's own reading of the path: it decodes only half of it. */}
        <SessionScreen sessionKey={sessionOfPath(location.pathname)} />
      </Suspense>
    );
  }
  const Other = OTHERS[path];
  if (Other !== undefined)
    return (
      <Suspense fallback={null}>
        <Other />
      </Suspense>
    );
  return (
    <>
      <PageTitle />
      <BoardScreen />
    </>
  );
}

/** Says aloud how many need somebody, whenever that changes. */
function Announcer(): ReactNode {
  const { needs } = useCounts();
  const loaded = useApp((state) => state.board.loaded);
  return (
    <p className="sr-only" role="status" aria-live="polite">
      {loaded ? t('live.needs', { n: needs }) : ''}
    </p>
  );
}

/** The rest of the page is fetched while nobody waits for it, so that opening a session waits for nothing. */
function fetchAhead(): void {
  const loads = [loadSession, ...Object.values(SCREENS).map(({ load }) => load)];
  const fetch = (): void => void Promise.all(loads.map((load) => load())).catch(() => {});
  if ('requestIdleCallback' in window) requestIdleCallback(fetch, { timeout: 3_000 });
  else setTimeout(fetch, 1_000);
}
