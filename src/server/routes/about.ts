import type { MissionControl } from '../../services/api.ts';
import { openApi } from '../openapi.ts';
import type { Handlers } from './handlers.ts';

/** What AMC says of itself. */
export function aboutHandlers(options: {
  mission: MissionControl;
  version: string;
}): Pick<Handlers, 'health' | 'openapi'> {
  return {
    health: () => ({ ok: true, value: options.mission.health() }),
    openapi: () => ({ ok: true, value: openApi(options.version) }),
  };
}
