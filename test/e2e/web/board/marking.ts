import { MarksChange, type Marks } from '../../../../src/contract/marks.ts';
import type { Session, SessionKey } from '../../../../src/contract/session.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';

/** The server's side of marks: taken, told to everybody, and written down here. */
export function takeMarks(fake: FakeServer): { key: string; change: MarksChange }[] {
  const taken: { key: string; change: MarksChange }[] = [];
  const hidden = new Map<string, Session>();
  fake.answers.set('mark', ({ params, body }) => {
    const key = (params['key'] ?? '') as SessionKey;
    const change = MarksChange.parse(body);
    taken.push({ key, change });
    const session = fake.sessions.get(key) ?? hidden.get(key);
    if (session === undefined) throw new Error(`Expected a session ${key}`);
    if (change.dismissed === true) {
      hidden.set(key, session);
      fake.remove(key);
    } else fake.put(marked(session, change));
    return { ok: true };
  });
  return taken;
}

function marked({ marks: before, ...session }: Session, { dismissed: _taken, ...change }: MarksChange): Session {
  const all = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null && value !== false);
  const marks: Marks = Object.fromEntries(all);
  return all.length === 0 ? session : { ...session, marks };
}
