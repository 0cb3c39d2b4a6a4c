import { Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { SignedOut } from './features/auth/signed-out.tsx';
import { BoardScreen } from './features/board/board-screen.tsx';
import { DemoBar } from './features/demo/demo-bar.tsx';
import { HelpDialog, loadKeyboardMap } from './features/keyboard/help-dialog.tsx';
import { useKeyboard } from './features/keyboard/use-keyboard.ts';
import { loadPalette, PaletteSlot } from './features/palette/palette-slot.tsx';
import { loadDiffView } from './features/request/permission.tsx';
import { ConnectionBar } from './features/shell/connection-mark.tsx';
import { Header } from './features/shell/header.tsx';
import { PageTitle } from './features/shell/page-title.tsx';
import { t } from './i18n/t.ts';
import { SCREENS } from './screens.ts';
import { placeOfPath } from './lib/session-path.ts';
import { useApp } from './state/store.ts';
import { ToasterSlot } from './ui/toaster-slot.tsx';
import { lazyPart } from './ui/lazy-part.ts';

const loadSession = () => import('./features/session/session-screen.tsx');
const SessionScreen = lazyPart(async () => (await loadSession()).SessionScreen);

const Announcer = lazyPart(async () => (await import('./features/shell/announcer.tsx')).Announcer);
const NotFound = lazyPart(async () => (await import('./features/shell/not-found.tsx')).NotFound);

const Ambient = lazyPart(async () => (await import('./features/notifications/ambient.tsx')).Ambient);

const OTHERS: Readonly<Record<string, ComponentType>> = Object.fromEntries(
  Object.entries(SCREENS).map(([path, { load }]) => [path, lazyPart(async () => (await load()).default)]),
);

/** The whole page: let in or not, then header and one screen. */
export function App(): ReactNode {
  const out = useApp((state) => state.auth === 'out');
  return out ? <SignedOut /> : <LetIn />;
}

function LetIn(): ReactNode {
  useKeyboard();
  const loaded = useApp((state) => state.board.loaded);
  useEffect(() => {
    if (loaded) fetchAhead();
  }, [loaded]);
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-40 rounded-m bg-float p-3 focus:not-sr-only focus:absolute focus:top-1 focus:left-1"
      >
        {t('app.skip')}
      </a>
      <DemoBar />
      <Header />
      <ConnectionBar />
      <main id="main" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        <Screen />
      </main>
      {/* Nothing to tell yet: their code does not come before what people wait for. */}
      {loaded ? (
        <Suspense fallback={null}>
          <Announcer />
          <Ambient />
        </Suspense>
      ) : null}
      <ToasterSlot />
      <PaletteSlot />
      <HelpDialog />
    </div>
  );
}

function Screen(): ReactNode {
  useLocation();
  // Not the router's own reading of the path: it decodes only half of it.
  const place = placeOfPath(location.pathname);
  if (place.kind === 'board')
    return (
      <>
        <PageTitle />
        <BoardScreen />
      </>
    );
  const Other = place.kind === 'other' ? OTHERS[place.path] : undefined;
  return (
    <Suspense fallback={null}>
      {place.kind === 'session' ? (
        <SessionScreen sessionKey={place.key} />
      ) : Other === undefined ? (
        <NotFound path={location.pathname} />
      ) : (
        <Other />
      )}
    </Suspense>
  );
}

/** The rest of the page is fetched while nobody waits for it, so that opening a session waits for nothing. */
function fetchAhead(): void {
  const loads = [
    loadDiffView,
    loadSession,
    ...Object.values(SCREENS).map(({ load }) => load),
    loadPalette,
    loadKeyboardMap,
  ];
  const fetch = (): void => void Promise.all(loads.map((load) => load())).catch(() => {});
  if ('requestIdleCallback' in window) requestIdleCallback(fetch, { timeout: 3_000 });
  else setTimeout(fetch, 1_000);
}
