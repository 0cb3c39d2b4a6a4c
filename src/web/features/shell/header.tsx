import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../../i18n/t.ts';
import { isLive, useApp } from '../../state/store.ts';
import { classes } from '../../ui/classes.ts';
import { Shape, type ShapeName, type Tone } from '../../ui/shape.tsx';
import { useCounts } from './use-counts.ts';
import { ConnectionMark } from './connection-mark.tsx';
import { HealthPopover } from './health-popover.tsx';
import { IndexMark } from './index-mark.tsx';
import { Nav } from './nav.tsx';
import { HelpButton } from '../keyboard/help-dialog.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** Always in sight: whether anything needs somebody, and whether that is still true. */
export function Header(): ReactNode {
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-3 border-b border-line bg-paper px-4 desk:px-5">
      <Link
        href="/"
        className="flex items-center font-semibold tracking-wide pointer-coarse:min-h-11 pointer-coarse:min-w-11"
        aria-label={t('header.board')}
      >
        {t('app.name')}
      </Link>
      <Counts />
      <div className="ml-auto flex items-center gap-0.5">
        <Nav />
        <IndexMark />
        <ConnectionMark />
        <HealthPopover />
        <span className="max-tablet:hidden">
          <ThemeSwitch />
        </span>
        <HelpButton />
      </div>
    </header>
  );
}

function Counts(): ReactNode {
  const { needs, working, idle } = useCounts();
  const live = useApp(isLive);
  const loaded = useApp((state) => state.board.loaded);
  if (!loaded) return null;
  return (
    <div className={classes('flex min-w-0 items-center gap-4 tablet:ml-6', !live && 'is-stale')}>
      {needs > 0 ? (
        <Count
          name="diamond"
          tone="needs"
          className="text-15 font-semibold text-needs-text"
          text={t('header.needs', { n: needs })}
        />
      ) : (
        <span className="truncate text-ink-2 max-tablet:sr-only">{t('header.calm')}</span>
      )}
      {working > 0 ? (
        <Count
          name="arc"
          tone="works"
          className="text-ink-2 max-tablet:hidden"
          text={t('header.working', { n: working })}
        />
      ) : null}
      {idle > 0 ? (
        <Count name="dot" tone="rests" className="text-ink-3 max-tablet:hidden" text={t('header.idle', { n: idle })} />
      ) : null}
    </div>
  );
}

function Count({
  name,
  tone,
  text,
  className,
}: {
  name: ShapeName;
  tone: Tone;
  text: string;
  className: string;
}): ReactNode {
  return (
    <span className={`flex items-center gap-1.5 whitespace-nowrap ${className}`}>
      <Shape name={name} tone={tone} size={10} />
      {text}
    </span>
  );
}
