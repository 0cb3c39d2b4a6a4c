import type { SourceHealth } from '../../contract/health.ts';
import type { Session } from '../../contract/session.ts';
import type { News } from '../../core/notify/rules.ts';
import { oneLine, whatOf } from '../../core/notify/words.ts';

/** Something that holds now. `id`: the same after a restart. */
export interface OpenNews extends News {
  id: string;
  what: string;
}

/** A status that comes without a request may get one in a moment. */
const SETTLED_MS = 2_000;

/** What there is to tell of a session now. `doneAt`: when the turn ended that it is idle after; null: not known. */
export function newsOfSession(session: Session, doneAt: number | null): OpenNews[] {
  const { key, agent, project, status, requests } = session;
  const of = { session: { agent, dir: project.dir } };
  if (status.value === 'ended') return [];
  const asked = requests.map((request): OpenNews => ({
    ...of,
    id: `${key} ${request.id}`,
    about: request.kind === 'error' ? 'error' : 'needs_you',
    since: request.openedAt,
    what: whatOf(request),
  }));
  if (asked.length > 0) return asked;
  if (status.value === 'needs_attention') {
    const since = status.since + SETTLED_MS;
    return [{ ...of, id: `${key} waits ${status.since}`, about: 'needs_you', since, what: 'waits for you' }];
  }
  if (status.value !== 'idle' || doneAt === null) return [];
  return [{ ...of, id: `${key} done ${doneAt}`, about: 'done', since: doneAt, what: 'is done' }];
}

/** What AMC itself is in trouble with. */
export function newsOfSource({ name, state, detail, since, at }: SourceHealth): OpenNews[] {
  if (state !== 'failed') return [];
  const began = since ?? at;
  return [{ id: `source ${name} ${began}`, about: 'trouble', since: began, what: oneLine(`${name}: ${detail}`) }];
}
