import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { useApp } from '../../state/store.ts';
import { group, matches, projectsOf, type Grouped, type Project } from './groups.ts';

export interface Shown {
  grouped: Grouped;
  projects: readonly Project[];
  /** Everything, whatever is filtered: what the header counts. */
  all: Grouped;
}

export function useFilter(): {
  project: string;
  query: string;
  setFilter: (filter: { project?: string; query?: string }) => void;
} {
  const [params, setParams] = useSearchParams();
  const setFilter = (filter: { project?: string; query?: string }): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (filter.project !== undefined) after.set('project', filter.project);
        if (filter.query !== undefined) after.set('q', filter.query);
        for (const name of ['project', 'q']) if (after.get(name) === '') after.delete(name);
        return after;
      },
      { replace: true },
    );
  return { project: params.get('project') ?? '', query: params.get('q') ?? '', setFilter };
}

/** The board's sessions in their groups, all of them and those that the filter lets through. */
export function useShown(): Shown {
  const sessions = useApp((state) => state.board.sessions);
  const { project, query } = useFilter();
  return useMemo(() => {
    const all = [...sessions.values()];
    const passing = all.filter(
      (session) => (project === '' || session.project.dir === project) && matches(session, query),
    );
    return { all: group(all), grouped: group(passing), projects: projectsOf(all) };
  }, [sessions, project, query]);
}
