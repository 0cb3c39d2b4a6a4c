import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { t } from '../../i18n/t.ts';
import { fromHere } from '../../state/came-from.ts';
import { classes } from '../../ui/classes.ts';
import { PlaceIcon, PLACES, type PlaceSpec } from './places.tsx';
import { useCounts } from './use-counts.ts';

/** The ways to everything: words where there is room, signs where there is less. On a phone they are in the menu. */
export function Nav(): ReactNode {
  return (
    <nav aria-label={t('nav.label')} className="flex items-center gap-0.5 max-tablet:hidden">
      {PLACES.filter(({ rank }) => rank === 'first').map((place) => (
        <NavLink key={place.id} place={place} />
      ))}
    </nav>
  );
}

function NavLink({ place }: { place: PlaceSpec }): ReactNode {
  const { id, path, key } = place;
  const [here] = useLocation();
  const on = here === path;
  return (
    <Link
      href={path}
      state={fromHere()}
      aria-current={on ? 'page' : undefined}
      aria-keyshortcuts={key}
      title={`${t(`nav.${id}`)} (${key})`}
      className={classes(
        'flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-m px-2 hover:bg-paper-3 hover:text-ink pointer-coarse:h-11 pointer-coarse:min-w-11',
        on ? 'bg-paper-3 font-medium text-ink' : 'text-ink-2',
      )}
    >
      <span className="wide:hidden">
        <PlaceIcon place={place} />
      </span>
      <span className="max-wide:sr-only">{t(`nav.${id}`)}</span>
      {id === 'inbox' ? <Waiting /> : null}
    </Link>
  );
}

/** How much waits in the inbox. */
export function Waiting(): ReactNode {
  const { requests } = useCounts();
  if (requests === 0) return null;
  return <span className="text-12 font-semibold text-needs-text">{requests}</span>;
}
