import type { Request } from '../../../contract/request.ts';
import type { Session } from '../../../contract/session.ts';

export const GROUPS = ['needs', 'working', 'unsure', 'idle', 'snoozed', 'ended'] as const;
export type GroupName = (typeof GROUPS)[number];
export type Grouped = Record<GroupName, Session[]>;
/** What a session needs, whether it is snoozed or not. */
export type Need = Exclude<GroupName, 'snoozed'>;

/** What a person would look for it under. What is snoozed is out of the way, until it asks something new. */
export function groupOf(session: Session): GroupName {
  const need = needOf(session);
  return need !== 'ended' && session.marks?.snoozedUntil !== undefined ? 'snoozed' : need;
}

/** An open request of a session that still lives always comes first. */
export function needOf({ status, requests }: Session): Need {
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
 * Sessions by group. The order within a group depends only on what was pinned and when each came into it, so that a row
 * keeps its place for as long as its state stays: whoever waits longest first, elsewhere the newest change first.
 */
export function group(sessions: Iterable<Session>): Grouped {
  const grouped: Grouped = { needs: [], working: [], unsure: [], idle: [], snoozed: [], ended: [] };
  for (const session of sessions) grouped[groupOf(session)].push(session);
  for (const name of GROUPS) grouped[name].sort(ORDER[name]);
  return grouped;
}

type Order = (a: Session, b: Session) => number;
const newestFirst: Order = (a, b) => byPin(a, b) || b.status.since - a.status.since || byKey(a, b);
const ORDER: Record<GroupName, Order> = {
  needs: (a, b) => byPin(a, b) || waitsSince(a) - waitsSince(b) || byKey(a, b),
  working: newestFirst,
  unsure: newestFirst,
  idle: newestFirst,
  snoozed: (a, b) => (a.marks?.snoozedUntil ?? 0) - (b.marks?.snoozedUntil ?? 0) || byKey(a, b),
  ended: newestFirst,
};

/** Every word of the query is somewhere in what the row shows. */
export function matches(session: Session, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { title, marks, project, agent, host, model, pane, doing, requests, status } = session;
  const shown = [
    title,
    marks?.name,
    project.name,
    project.branch,
    agent,
    host,
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

function byPin(a: Session, b: Session): number {
  return Number(b.marks?.pinned === true) - Number(a.marks?.pinned === true);
}

function byKey(a: Session, b: Session): number {
  return a.key < b.key ? -1 : 1;
}
