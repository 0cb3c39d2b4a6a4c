import { UserError } from '../../contract/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MissionControl } from '../../services/api.ts';
import type { Handlers } from './handlers.ts';

type SessionHandlers = Pick<Handlers, 'sessions' | 'session' | 'conversation' | 'dismiss'>;

/** Sessions and what was said in them. */
export function sessionHandlers({ mission, clock }: { mission: MissionControl; clock: Clock }): SessionHandlers {
  return {
    sessions: () => ({ ok: true, value: { sessions: [...mission.sessions()], serverTime: clock() } }),
    session: ({ params: { key } }) => {
      const session = mission.session(key);
      if (session === null) throw unknownSession();
      return { ok: true, value: session };
    },
    conversation: async ({ params: { key }, query }) => ({ ok: true, value: await mission.conversation(key, query) }),
    dismiss: ({ params: { key } }) => {
      mission.dismiss(key);
      return { ok: true, value: { ok: true } };
    },
  };
}

export function unknownSession(): UserError {
  return new UserError({
    code: 'session_unknown',
    message: 'There is no such session.',
    next: 'It may have ended long ago; `amc ls` shows what there is.',
  });
}
