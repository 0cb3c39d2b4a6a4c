import type { MissionControl } from '../../services/api.ts';
import type { Handlers } from './handlers.ts';

/** What a person asks AMC to do. */
export function commandHandlers({ mission }: { mission: MissionControl }): Pick<Handlers, 'sendCommand' | 'command'> {
  return {
    sendCommand: ({ body }) => ({ ok: true, value: mission.submit(body) }),
    command: async ({ params: { id }, query: { waitMs } }) => ({ ok: true, value: await mission.settled(id, waitMs) }),
  };
}
