import type { Client } from '../client/client.ts';
import { statusOf } from '../client/problem.ts';
import { UserError } from '../contract/errors.ts';
import type { Session } from '../contract/session.ts';

/** What is needed to tell sessions apart. */
export interface FoundSession {
  key: string;
  id: string;
  title: string;
  project: string;
  lastAt: number;
}

/** More are not asked for at once, by the contract. */
const LIST_LIMIT = 20_000;
const LISTED = 12;
/** The beginning of an id, with or without its agent. */
const ID_LIKE = /^(?:[a-z]+:)?[0-9a-f][0-9a-f-]*$/i;

/**
 * The session a person means: by its key, by the beginning of its id, or by words of its title, first prompt or folder.
 * Throws `session_unknown`, and `session_ambiguous` with those that it could be.
 */
export async function findSession(client: Client, words: string): Promise<FoundSession> {
  const exact = await byKey(client, words);
  if (exact !== null) return exact;
  const live = (await client.call('sessions', {})).sessions.map(asFound);
  if (ID_LIKE.test(words)) {
    const all = merged(live, await history(client, {}));
    const same = all.find(({ key, id }) => key === words || id === words);
    const found =
      same === undefined ? all.filter(({ key, id }) => key.startsWith(words) || id.startsWith(words)) : [same];
    if (found.length > 0) return only(found, words);
  }
  const mentions = live.filter(({ title, project }) => hasWords(`${title} ${project}`, words));
  const found = merged(mentions, await history(client, { text: words }));
  return only(found, words);
}

async function byKey(client: Client, key: string): Promise<FoundSession | null> {
  if (!key.includes(':')) return null;
  try {
    return asFound(await client.call('session', { params: { key } }));
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

function asFound({ key, id, title, project, lastActivityAt }: Session): FoundSession {
  return { key, id, title, project: project.name, lastAt: lastActivityAt };
}

async function history(client: Client, filter: { text?: string }): Promise<FoundSession[]> {
  const { sessions } = await client.call('history', { query: { ...filter, limit: LIST_LIMIT } });
  return sessions.map(({ key, id, title, project, lastAt }) => ({ key, id, title, project: project.name, lastAt }));
}

function merged(first: readonly FoundSession[], second: readonly FoundSession[]): FoundSession[] {
  const known = new Set(first.map(({ key }) => key));
  return [...first, ...second.filter(({ key }) => !known.has(key))].sort((a, b) => b.lastAt - a.lastAt);
}

function hasWords(text: string, words: string): boolean {
  const lower = text.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

function only(found: readonly FoundSession[], words: string): FoundSession {
  const [first] = found;
  if (first === undefined) {
    throw new UserError({
      code: 'session_unknown',
      message: `No session has "${words}" as its key, the beginning of its id, or in its title.`,
      next: '`amc ls --all` shows what there is.',
    });
  }
  if (found.length === 1) return first;
  const rest = found.length > LISTED ? `\n  … and ${found.length - LISTED} more` : '';
  const list = found.slice(0, LISTED).map((session) => `\n  ${session.key}  ${session.title.slice(0, 60)}`);
  throw new UserError({
    code: 'session_ambiguous',
    message: `"${words}" could be ${found.length} sessions:${list.join('')}${rest}`,
    next: 'Give more of the id.',
  });
}
