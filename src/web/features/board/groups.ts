import type { Request } from '../../../contract/request.ts';
import type { Session } from '../../../contract/session.ts';

export const GROUPS = ['needs', 'working', 'unsure', 'idle', 'ended'] as const;
export type GroupName = (typeof GROUPS)[number];
export type Grouped = Record<GroupName, Session[]>;

/** What a person would look for it under. An open request of a session that still lives always comes first. */
export function groupOf({ status, requests }: Session): GroupName {
  if (status.value === 'ended') return 'ended';
  if (status.value === 'needs_attention' || requests.length > 0) return 'needs';
  if (status.value === 'starting' || status.value === 'unknown') return 'unsure';
  return status.value;
}

/** Since when it needs somebody: the oldest open request, else the status. */
export function waitsSince({ status, requests }: Session): number {
  return requests.length === 0 ? status.since : Math.min(...requests.map(({ openedAt }) => openedAt));
}

/**
 * Sessions by group. The order within a group depends only on when each came into it, so that a row keeps its place for
 * as long as its state stays: whoever waits longest first, elsewhere the newest change first.
 */
export function group(sessions: Iterable<Session>): Grouped {
  const grouped: Grouped = { needs: [], working: [], unsure: [], idle: [], ended: [] };
  for (const session of sessions) grouped[groupOf(session)].push(session);
  grouped.needs.sort((a, b) => waitsSince(a) - waitsSince(b) || byKey(a, b));
  for (const name of ['working', 'unsure', 'idle', 'ended'] as const) {
    grouped[name].sort((a, b) => b.status.since - a.status.since || byKey(a, b));
  }
  return grouped;
}

export interface Project {
  dir: string;
  /** With its parent folder where two projects have the same name. */
  label: string;
  total: number;
  needs: number;
}

/** Projects with anything alive, by name. */
export function projectsOf(sessions: Iterable<Session>): Project[] {
  const projects = new Map<string, Omit<Project, 'label'> & { name: string }>();
  for (const session of sessions) {
    const groupName = groupOf(session);
    if (groupName === 'ended') continue;
    const { dir, name } = session.project;
    const project = projects.get(dir) ?? { dir, name, total: 0, needs: 0 };
    projects.set(dir, { ...project, total: project.total + 1, needs: project.needs + (groupName === 'needs' ? 1 : 0) });
  }
  const all = [...projects.values()].sort((a, b) => a.name.localeCompare(b.name) || a.dir.localeCompare(b.dir));
  return all.map(({ dir, name, total, needs }) => {
    const namesakes = all.filter((other) => other.name === name);
    return { dir, label: namesakes.length > 1 ? withParent(dir, name) : name, total, needs };
  });
}

/** Every word of the query is somewhere in what the row shows. */
export function matches(session: Session, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { title, project, agent, model, pane, doing, requests, status } = session;
  const shown = [
    title,
    project.name,
    project.branch,
    agent,
    model,
    pane?.terminal,
    pane?.label,
    doing,
    status.value,
    ...requests.map(gist),
  ];
  const haystack = shown.join('\n').toLowerCase();
  return words.every((word) => haystack.includes(word));
}

/** What a request is about, in words that can be searched and cut. */
export function gist(request: Request): string {
  switch (request.kind) {
    case 'permission':
      return request.command ?? request.edits?.map(({ path }) => path).join(', ') ?? request.title;
    case 'question':
      return request.questions.map(({ text }) => text).join(' ');
    case 'plan':
      return headline(request.markdown ?? '');
    default:
      return request.text;
  }
}

/** The first line of Markdown that says something, without its marks. */
export function headline(markdown: string): string {
  const line = markdown.split('\n').find((candidate) => /[\p{L}\p{N}]/u.test(candidate)) ?? '';
  return line
    .replace(/^[\s#>*-]+/, '')
    .replace(/\*\*|`/g, '')
    .trim();
}

function withParent(dir: string, name: string): string {
  const parent = dir.split('/').filter(Boolean).at(-2);
  return parent === undefined ? name : `${parent}/${name}`;
}

function byKey(a: Session, b: Session): number {
  return a.key < b.key ? -1 : 1;
}
