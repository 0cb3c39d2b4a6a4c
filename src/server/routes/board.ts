import type { MissionControl } from '../../services/api.ts';
import type { Handlers } from './handlers.ts';

type BoardHandlers = Pick<
  Handlers,
  | 'mark'
  | 'touchedFiles'
  | 'completions'
  | 'typeKeys'
  | 'settings'
  | 'saveSettings'
  | 'testTarget'
  | 'attention'
  | 'setup'
  | 'changeHooks'
  | 'stateHash'
>;

/** What the page needs beside sessions, commands and history. */
export function boardHandlers({ mission }: { mission: MissionControl }): BoardHandlers {
  return {
    mark: ({ params: { key }, body }) => {
      mission.mark(key, body);
      return { ok: true, value: { ok: true } };
    },
    touchedFiles: async ({ params: { key } }) => ({ ok: true, value: await mission.history.touchedFiles(key) }),
    completions: async ({ params: { key }, query }) => ({ ok: true, value: await mission.completions(key, query) }),
    typeKeys: async ({ params: { key }, body }, { actor }) => ({
      ok: true,
      value: await mission.screens.type(key, body, actor),
    }),
    settings: () => ({ ok: true, value: mission.settings.get() }),
    saveSettings: ({ body }) => ({ ok: true, value: mission.settings.save(body) }),
    testTarget: async ({ body }) => ({ ok: true, value: await mission.settings.testTarget(body) }),
    attention: ({ body: { page, looking } }) => {
      mission.attend(page, looking);
      return { ok: true, value: { ok: true } };
    },
    setup: async () => ({ ok: true, value: await mission.setup.look() }),
    changeHooks: async ({ body: { action } }) => ({ ok: true, value: await mission.setup.changeHooks(action) }),
    stateHash: () => ({ ok: true, value: mission.stateHash() }),
  };
}
