import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../../i18n/t.ts';
import { fromHere } from '../../state/came-from.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Key } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Shape, type ShapeName, type Tone } from '../../ui/shape.tsx';
import { DemoSign } from '../demo/demo-bar.tsx';
import { KEY_COMMANDS, shownKeys, spokenKeys } from '../keyboard/commands.ts';
import { HelpButton } from '../keyboard/help-dialog.tsx';
import { openPalette } from '../palette/open-palette.ts';
import { ConnectionMark } from './connection-mark.tsx';
import { HealthPopover } from './health-popover.tsx';
import { IndexMark } from './index-mark.tsx';
import { NavMenu } from './nav-menu.tsx';
import { Nav } from './nav.tsx';
import { PlaceIcon, PLACES } from './places.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { useCounts } from './use-counts.ts';

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
      <DemoSign />
      <Counts />
      <div className="ml-auto flex items-center gap-0.5">
        <Nav />
        <FindButton />
        <IndexMark />
        <ConnectionMark />
        <HealthPopover />
        <Settings />
        <span className="max-tablet:hidden">
          <ThemeSwitch />
        </span>
        <HelpButton />
        <NavMenu />
      </div>
    </header>
  );
}

/** Everything by its name; the key beside it is how it is meant to be reached. */
function FindButton(): ReactNode {
  const [palette] = KEY_COMMANDS;
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-label={t('nav.find')}
      aria-keyshortcuts={spokenKeys()}
      title={t('nav.find')}
      className="mx-1 flex h-8 items-center rounded-m border border-line px-2 hover:border-line-2 hover:bg-paper-2 max-tablet:hidden pointer-coarse:h-11 pointer-coarse:min-w-11"
    >
      <span className="pointer-coarse:hidden">
        <Key of={shownKeys(palette)} />
      </span>
      <svg
        viewBox="0 0 16 16"
        width="16"
        height="16"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        className="mx-auto text-ink-2 pointer-fine:hidden"
      >
        <path d="M6 6h4v4H6zm0 0V4.5A1.5 1.5 0 1 0 4.5 6zm4 0h1.5A1.5 1.5 0 1 0 10 4.5zm0 4v1.5a1.5 1.5 0 1 0 1.5-1.5zm-4 0H4.5A1.5 1.5 0 1 0 6 11.5z" />
      </svg>
    </button>
  );
}

function Settings(): ReactNode {
  const place = PLACES.find(({ id }) => id === 'settings');
  if (place === undefined) return null;
  return (
    <Link
      href={place.path}
      state={fromHere()}
      aria-label={t('nav.settings')}
      aria-keyshortcuts={place.key}
      title={`${t('nav.settings')} (${place.key})`}
      className="grid size-8 place-items-center rounded-m text-ink-2 hover:bg-paper-3 hover:text-ink max-tablet:hidden pointer-coarse:size-11"
    >
      <PlaceIcon place={place} />
    </Link>
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
        <Link
          href="/inbox"
          state={fromHere()}
          title={t('nav.inbox')}
          className="flex items-center rounded-s whitespace-nowrap pointer-coarse:min-h-11"
        >
          <Count
            name="diamond"
            tone="needs"
            className="text-15 font-semibold text-needs-text"
            text={t('header.needs', { n: needs })}
          />
        </Link>
      ) : (
        <span className="truncate text-ink-2 max-tablet:sr-only">{t('header.calm')}</span>
      )}
      {working > 0 ? (
        <Count
          name="arc"
          tone="works"
          className="text-ink-2 max-desk:hidden"
          text={t('header.working', { n: working })}
        />
      ) : null}
      {idle > 0 ? (
        <Count name="dot" tone="rests" className="text-ink-3 max-desk:hidden" text={t('header.idle', { n: idle })} />
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
