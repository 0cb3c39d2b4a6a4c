import { navigate } from 'wouter/use-browser-location';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { asks, placeOf, titleOf } from '../../lib/words.ts';
import { fromHere } from '../../state/came-from.ts';
import { STATUS_SHAPE } from '../../ui/status-shape.tsx';
import { gist, groupOf } from '../board/groups.ts';
import { shownStatus } from '../board/status-word.tsx';
import { PLACES } from '../shell/places.tsx';
import type { PaletteItem } from './items.ts';
import { tPalette } from './texts.ts';

export function goTo(path: string): void {
  navigate(path, { state: fromHere() });
}

/** Every screen. */
export function placeItems(): PaletteItem[] {
  return PLACES.filter(({ path }) => path !== location.pathname).map(({ id, path, key }) => ({
    id: `place ${id}`,
    part: 'places',
    label: t(`nav.${id}`),
    keys: key,
    words: [id, path],
    isLasting: true,
    run: () => goTo(path),
  }));
}

/** Everything that waits, the longest wait first. */
export function requestItems(sessions: readonly Session[]): PaletteItem[] {
  return sessions
    .filter((session) => groupOf(session) === 'needs')
    .flatMap((session) => session.requests.map((request) => ({ session, request })))
    .sort((a, b) => a.request.openedAt - b.request.openedAt)
    .map(({ session, request }) => ({
      id: `request ${request.id}`,
      part: 'requests',
      label: t('request.label', { who: session.agent, what: asks(request) }),
      about: gist(request).split('\n')[0] ?? '',
      sign: { name: 'diamond', tone: 'needs' },
      words: [titleOf(session), session.project.name],
      run: () => goTo(`/inbox?at=${encodeURIComponent(request.id)}`),
    }));
}

/** Every session of the board: those that need somebody first, then by their newest change. */
export function sessionItems(sessions: readonly Session[]): PaletteItem[] {
  return sessions
    .toSorted(
      (a, b) => Number(groupOf(b) === 'needs') - Number(groupOf(a) === 'needs') || b.lastActivityAt - a.lastActivityAt,
    )
    .map((session) => {
      const { name, tone } = STATUS_SHAPE[shownStatus(session)];
      const { project, agent, model, title } = session;
      return {
        id: `session ${session.key}`,
        part: 'sessions',
        label: titleOf(session),
        about: [project.name, project.branch, agent, placeOf(session)].filter(Boolean).join(' · '),
        sign: { name, tone },
        words: [title, project.name, project.branch ?? '', agent, model ?? '', placeOf(session) ?? '', session.id],
        isLasting: true,
        run: () => goTo(sessionPath(session.key)),
      };
    });
}

/** The way to all that was ever said. */
export function searchItem(query: string): PaletteItem[] {
  const wanted = query.trim();
  if (wanted === '') return [];
  return [
    {
      id: 'search',
      part: 'search',
      label: tPalette('palette.searchFor', { query: wanted }),
      keys: '/',
      run: () => goTo(`/search?q=${encodeURIComponent(wanted)}`),
    },
  ];
}
