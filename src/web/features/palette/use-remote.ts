import { useEffect, useState } from 'react';
import { sessionPath } from '../../lib/session-path.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';
import { goTo } from './go-items.ts';
import type { PaletteItem } from './items.ts';

const TYPING_MS = 220;
const SHORTEST = 3;
const MOST = 5;

export interface Remote {
  items: readonly PaletteItem[];
  looking: boolean;
}

const NOTHING: Remote = { items: [], looking: false };

/** What only the server knows: older sessions by their name, and where these words were said. */
export function useRemote(query: string): Remote {
  const [found, setFound] = useState<{ query: string; items: readonly PaletteItem[] }>({ query: '', items: [] });
  const live = useApp(isLive);
  const wanted = query.trim();
  const asks = live && wanted.length >= SHORTEST;
  useEffect(() => {
    if (!asks) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      void look(wanted, controller.signal).then(
        (items) => setFound({ query: wanted, items }),
        (error: unknown) => {
          if (controller.signal.aborted) return;
          noteRefusal(error);
          // What was typed may be no query; the search screen says what is wrong with it.
          setFound({ query: wanted, items: [] });
        },
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [wanted, asks]);
  if (!asks) return NOTHING;
  return found.query === wanted ? { items: found.items, looking: false } : { items: [], looking: true };
}

async function look(query: string, signal: AbortSignal): Promise<PaletteItem[]> {
  const [history, search] = await Promise.allSettled([
    client.call('history', { query: { text: query, limit: MOST + 5 }, signal }),
    client.call('search', { query: { q: query, limit: MOST }, signal }),
  ]);
  if (history.status === 'rejected' && search.status === 'rejected') throw history.reason;
  const onBoard = useApp.getState().board.sessions;
  const older = history.status === 'fulfilled' ? history.value.sessions : [];
  const hits = search.status === 'fulfilled' ? search.value.hits : [];
  return [
    ...older
      .filter(({ key }) => !onBoard.has(key))
      .slice(0, MOST)
      .map(({ key, title, firstPrompt, project, agent }): PaletteItem => ({
        id: `session ${key}`,
        part: 'history',
        label: title || (firstPrompt ?? key),
        about: [project.name, agent].join(' · '),
        sign: { name: 'dash', tone: 'rests' },
        run: () => goTo(sessionPath(key)),
      })),
    ...hits.map(({ session, agentId, offset, itemId, title, snippet }): PaletteItem => ({
      id: `hit ${session} ${agentId ?? ''} ${itemId} ${offset}`,
      part: 'hits',
      label: snippet.text.replaceAll(/\s+/g, ' ').trim(),
      about: title,
      run: () => goTo(sessionPath(session, { agentId: agentId ?? null, at: offset })),
    })),
  ];
}
