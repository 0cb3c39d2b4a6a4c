import { useSearchParams } from 'wouter';
import { AgentName } from '../../../contract/agent.ts';

export interface HistoryFilter {
  /** Words of the title, the first prompt or the folder. */
  text: string;
  agent: AgentName | '';
  /** A folder, or a part of it. */
  project: string;
  deleted: boolean;
}

const NAMES = { text: 'q', agent: 'agent', project: 'project', deleted: 'gone' } as const;

/** Which sessions are listed; in the address, so that it can be gone back to and passed on. */
export function useHistoryFilter(): { filter: HistoryFilter; setFilter: (change: Partial<HistoryFilter>) => void } {
  const [params, setParams] = useSearchParams();
  const setFilter = (change: Partial<HistoryFilter>): void =>
    setParams((before) => written({ ...filterIn(before), ...change }), { replace: true });
  return { filter: filterIn(params), setFilter };
}

function filterIn(params: URLSearchParams): HistoryFilter {
  return {
    text: params.get(NAMES.text) ?? '',
    agent: AgentName.safeParse(params.get(NAMES.agent)).data ?? '',
    project: params.get(NAMES.project) ?? '',
    deleted: params.get(NAMES.deleted) === 'only',
  };
}

function written({ text, agent, project, deleted }: HistoryFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (text !== '') params.set(NAMES.text, text);
  if (agent !== '') params.set(NAMES.agent, agent);
  if (project !== '') params.set(NAMES.project, project);
  if (deleted) params.set(NAMES.deleted, 'only');
  return params;
}

export function isFiltered({ text, agent, project, deleted }: HistoryFilter): boolean {
  return text.trim() !== '' || agent !== '' || project !== '' || deleted;
}
