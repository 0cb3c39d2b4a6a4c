import { useLocation, useSearch } from 'wouter';
import { writeStored } from '../../state/persisted.ts';
import { readStored } from '../../state/stored.ts';

const LAST = 'panel';

export interface PanelChoice {
  /** The panel in the address; null: none is open. */
  id: string | null;
  open: (id: string) => void;
  close: () => void;
  /** Closes this one if it is open, else opens it. Without a name: the one that was open last. */
  toggle: (id?: string) => void;
}

/** Which panel lies over the session: part of the address, so that it can be passed on; no step of the browser's back. */
export function usePanel(): PanelChoice {
  const [, navigate] = useLocation();
  const id = panelOfSearch(useSearch());
  const show = (panel: string | null): void =>
    navigate(withPanel(location.pathname + location.search, panel), { replace: true, state: history.state as unknown });
  const open = (panel: string): void => {
    writeStored(LAST, panel);
    show(panel);
  };
  const close = (): void => show(null);
  const toggle = (panel?: string): void => {
    if (id !== null && (panel === undefined || panel === id)) close();
    else open(panel ?? (readStored(LAST) || 'timeline'));
  };
  return { id, open, close, toggle };
}

/** The panel a query string names. */
export function panelOfSearch(search: string): string | null {
  return new URLSearchParams(search).get('panel');
}

/** The same address with another panel over it, or with none. */
export function withPanel(path: string, panel: string | null): string {
  const [pathname = '', query = ''] = path.split('?');
  const search = new URLSearchParams(query);
  if (panel === null) search.delete('panel');
  else search.set('panel', panel);
  return search.size === 0 ? pathname : `${pathname}?${search}`;
}
