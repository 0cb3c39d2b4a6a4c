import { AgentName } from '../../contract/agent.ts';
import { UserError } from '../../contract/errors.ts';
import type { SessionRef } from '../../contract/session.ts';

/** Who a session key names; null when it is none. */
export function refOf(key: string): SessionRef | null {
  const colon = key.indexOf(':');
  const agent = AgentName.safeParse(key.slice(0, Math.max(0, colon)));
  const id = key.slice(colon + 1);
  return agent.success && id !== '' ? { agent: agent.data, id } : null;
}

export function sessionUnknown(): UserError {
  return new UserError({
    code: 'session_unknown',
    message: 'There is no such session.',
    next: '`amc ls --all` shows what there is.',
  });
}
