import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { t } from '../../i18n/t.ts';
import { fromHere } from '../../state/came-from.ts';
import { classes } from '../../ui/classes.ts';
import { openPalette } from '../palette/open-palette.ts';
import { Waiting } from './nav.tsx';
import { PlaceIcon, PLACES } from './places.tsx';

const ID = 'nav-menu';

/** On a phone: all ways, behind one button under the thumb's reach. The browser's own popover. */
export function NavMenu(): ReactNode {
  const [here] = useLocation();
  const close = (): void => document.querySelector<HTMLElement>(`#${ID}`)?.hidePopover();
  return (
    <span className="tablet:hidden">
      <button
        type="button"
        popoverTarget={ID}
        aria-label={t('nav.menu')}
        className="grid size-11 place-items-center rounded-m text-ink-2 hover:bg-paper-3"
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor">
          <path d="M2 4h12M2 8h12M2 12h12" strokeWidth="1.6" strokeLinecap="round" />
        </svg>
      </button>
      <div
        id={ID}
        popover="auto"
        className="fixed inset-auto top-13 right-3 m-0 max-h-[86dvh] w-72 max-w-[calc(100vw-24px)] overflow-y-auto rounded-m border border-line bg-float p-2 text-ink shadow-float"
      >
        <button
          type="button"
          className="flex min-h-12 w-full items-center gap-3 rounded-m border border-line-2 px-3 text-left text-ink-3"
          onClick={() => {
            close();
            openPalette();
          }}
        >
          {t('nav.find')}
        </button>
        <nav aria-label={t('nav.label')} className="mt-1">
          <ul>
            {PLACES.map((place) => (
              <li key={place.id}>
                <Link
                  href={place.path}
                  state={fromHere()}
                  aria-current={here === place.path ? 'page' : undefined}
                  onClick={close}
                  className={classes(
                    'flex min-h-12 items-center gap-3 rounded-m px-3 text-15',
                    here === place.path ? 'bg-paper-3 font-semibold' : 'text-ink-2',
                  )}
                >
                  <PlaceIcon place={place} />
                  {t(`nav.${place.id}`)}
                  {place.id === 'inbox' ? (
                    <span className="ml-auto">
                      <Waiting />
                    </span>
                  ) : null}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </span>
  );
}
