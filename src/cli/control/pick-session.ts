import { UserError } from '../../contract/errors.ts';
import type { Session } from '../../contract/session.ts';
import { line } from '../format.ts';
import { UsageError } from './exit.ts';

const LISTED = 12;
/** The beginning of an id, with or without its agent. */
const ID_LIKE = /^(?:[a-z]+:)?[0-9a-f][0-9a-f-]{2,}$/i;

/**
 * The session that a person means, of those on the board: by its key, its id or its pane (`work:2.1`); by its whole
 * title or project; by the beginning of its id or words of its title and project. Sessions that have ended only count
 * when no other is meant. Throws `session_unknown`, and `session_ambiguous` with all that it could be.
 */
export function pickSession(sessions: readonly Session[], words: string): Session {
  const exact = sessions.filter(({ key, id }) => key === words || id === words);
  if (exact.length > 0) return only(exact, words);
  const running = sessions.filter(({ status }) => status.value !== 'ended');
  for (const among of [running, sessions]) {
    for (const fits of [isAt, isCalled, isLike]) {
      const found = among.filter((session) => fits(session, words));
      if (found.length > 0) return only(found, words);
    }
  }
  throw new UserError({
    code: 'session_unknown',
    message: `No session on the board has "${line(words, 80)}" as its key, pane, beginning of its id, or in its title or project.`,
    next: '`amc ls` shows what there is.',
  });
}

/** The sessions of several names, each once, in their order. */
export function pickSessions(sessions: readonly Session[], names: readonly string[]): Session[] {
  return [...new Set(names.map((words) => pickSession(sessions, words)))];
}

function isAt({ pane }: Session, words: string): boolean {
  return pane !== undefined && pane.label === words;
}

function isCalled({ title, project }: Session, words: string): boolean {
  const wanted = words.trim().toLowerCase();
  return title.toLowerCase() === wanted || project.name.toLowerCase() === wanted;
}

function isLike({ key, id, title, project }: Session, words: string): boolean {
  if (ID_LIKE.test(words) && (key.startsWith(words) || id.startsWith(words))) return true;
  const text = `${title} ${project.name}`.toLowerCase();
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.length > 0 && wanted.every((word) => text.includes(word));
}

function only(found: readonly Session[], words: string): Session {
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  const listed = found.slice(0, LISTED).map(({ key, title, project, pane }) => {
    const where = pane === undefined ? '' : `  ${line(pane.label, 24)}`;
    return `\n  ${line(key, 80)}  ${line(project.name, 24)}${where}  ${line(title, 60)}`;
  });
  const rest = found.length > LISTED ? `\n  … and ${found.length - LISTED} more` : '';
  throw new UsageError({
    code: 'session_ambiguous',
    message: `"${line(words, 80)}" could be ${found.length} sessions:${listed.join('')}${rest}`,
    next: 'Nothing was sent. Say it by its key, the beginning of its id, or its pane.',
  });
}
