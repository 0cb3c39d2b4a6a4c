import type { MissionControl } from '../../services/api.ts';
import type { Handlers } from './handlers.ts';

type CommandHandlers = Pick<
  Handlers,
  'sendCommand' | 'command' | 'cancelCommand' | 'audit' | 'uploadAttachment' | 'reveal'
>;

/** What a person asks AMC to do, and what became of it. */
export function commandHandlers({ mission }: { mission: MissionControl }): CommandHandlers {
  return {
    sendCommand: ({ body }, { actor }) => ({ ok: true, value: mission.submit(body, actor) }),
    command: async ({ params: { id }, query: { waitMs } }) => ({ ok: true, value: await mission.settled(id, waitMs) }),
    cancelCommand: ({ params: { id } }, { actor }) => ({ ok: true, value: mission.cancel(id, actor) }),
    audit: ({ query }) => ({ ok: true, value: mission.audit(query) }),
    uploadAttachment: async ({ body }) => ({ ok: true, value: await mission.keepAttachment(body) }),
    reveal: async ({ params: { key } }) => ({ ok: true, value: await mission.reveal(key) }),
  };
}
