import { useMemo } from 'react';
import { t } from '../../i18n/t.ts';
import { useApp } from '../../state/store.ts';
import { passes } from './filter.ts';
import { sectionsOf, type Sections } from './sections.ts';
import { useFilter } from './use-filter.ts';

/** The board's sessions in their sections, as far as the filter lets them through. */
export function useShown(): Sections {
  const sessions = useApp((state) => state.board.sessions);
  const { filter } = useFilter();
  return useMemo(() => {
    const passing = [...sessions.values()].filter((session) => passes(session, filter));
    return sectionsOf(passing, filter.by, t('board.noPane'));
  }, [sessions, filter]);
}
