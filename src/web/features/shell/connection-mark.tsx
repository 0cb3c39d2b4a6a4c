import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { stopwatch } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Shape } from '../../ui/shape.tsx';

/** Whether what is shown is now. Quiet while it is. */
export function ConnectionMark(): ReactNode {
  const live = useApp(isLive);
  const connection = useApp((state) => state.connection);
  if (live) {
    return (
      <span className="flex items-center gap-1.5 px-2 text-12 text-ink-3" data-connection="live">
        <Shape name="dot" tone="works" size={8} />
        <span className="max-desk:sr-only">{t('connection.live')}</span>
      </span>
    );
  }
  const away = connection.phase === 'reconnecting' || connection.phase === 'stale';
  return (
    <span
      className="flex items-center gap-1.5 px-2 text-12 whitespace-nowrap text-unsure-text"
      data-connection={connection.phase}
    >
      <Shape name={away ? 'question' : 'ring'} tone="unsure" size={12} />
      {away ? (
        <>
          <span className="desk:hidden">{t('connection.away')}</span>
          <span className="max-desk:hidden">
            <AwayText since={connection.since} />
          </span>
        </>
      ) : (
        t('connection.connecting')
      )}
    </span>
  );
}

/** On a narrow screen over the page, not in it: nothing moves when the connection goes. Read aloud on every screen. */
export function ConnectionBar(): ReactNode {
  const connection = useApp((state) => state.connection);
  const loaded = useApp((state) => state.board.loaded);
  const outdated = useApp((state) => state.outdated);
  const away = loaded && (connection.phase === 'reconnecting' || connection.phase === 'stale');
  return (
    <div className="sticky top-12 z-30 h-0" role="status" aria-live="polite">
      {away ? (
        <p className="away-bar border-b border-line bg-float px-4 py-2 text-13 desk:sr-only">
          <AwayText since={connection.since} />
        </p>
      ) : null}
      {outdated && !away ? (
        <p className="border-b border-line bg-float px-4 py-2 text-13 desk:px-5">
          {t('connection.outdated')}{' '}
          <button type="button" className="underline underline-offset-2" onClick={() => location.reload()}>
            {t('connection.reload')}
          </button>
        </p>
      ) : null}
    </div>
  );
}

/** `since` is by this machine's clock, the ticking one is the server's. The seconds are not read aloud. */
function AwayText({ since }: { since: number }): ReactNode {
  const skewMs = useApp((state) => state.board.skewMs);
  const isAnythingShown = useApp((state) => state.board.loaded);
  const now = useNow('second') - skewMs;
  const text = isAnythingShown ? 'connection.bar' : 'connection.without';
  return <span aria-live="off">{t(text, { since: stopwatch(now - since) })}</span>;
}
