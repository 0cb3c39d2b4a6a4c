import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { t } from '../../i18n/t.ts';
import { classes } from '../../ui/classes.ts';
import { Key } from '../../ui/button.tsx';

const ICONS = {
  history: <path d="M2.5 4h11M2.5 8h11M2.5 12h7" strokeWidth="1.6" strokeLinecap="round" />,
  audit: (
    <path
      d="M2.5 4.2 3.8 5.5 6 3M2.5 8.7 3.8 10l2.2-2.5M8.5 4.5h5M8.5 9h5M3 13.3h10.5"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  search: <path d="M10.5 10.5 14 14M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0z" strokeWidth="1.6" strokeLinecap="round" />,
};

/** The way to everything that is not on the board. */
export function Nav(): ReactNode {
  return (
    <nav aria-label={t('nav.label')} className="flex items-center gap-0.5 pointer-coarse:gap-0">
      <NavLink to="history" href="/history" keyHint="h" />
      <NavLink to="audit" href="/audit" keyHint="u" />
      <NavLink to="search" href="/search" keyHint="/" />
    </nav>
  );
}

function NavLink({ to, href, keyHint }: { to: keyof typeof ICONS; href: string; keyHint: string }): ReactNode {
  const [path] = useLocation();
  const on = path === href;
  return (
    <Link
      href={href}
      aria-current={on ? 'page' : undefined}
      title={t(`nav.${to}`)}
      className={classes(
        'flex h-8 min-w-8 items-center justify-center gap-2 rounded-m px-2 hover:bg-paper-3 hover:text-ink pointer-coarse:h-11 pointer-coarse:min-w-10',
        on ? 'font-medium text-ink' : 'text-ink-2',
      )}
    >
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
        {ICONS[to]}
      </svg>
      <span className="max-desk:sr-only">{t(`nav.${to}`)}</span>
      <span className="max-desk:hidden">
        <Key of={keyHint} />
      </span>
    </Link>
  );
}
