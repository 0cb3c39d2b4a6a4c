import type { NotificationTarget, Settings } from '../../../../src/contract/settings.ts';
import type { Setup } from '../../../../src/contract/setup.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/notify/default-settings.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';

export const PHONE: NotificationTarget = {
  id: 'phone',
  name: 'Phone',
  type: 'ntfy',
  url: 'https://ntfy.example.org/mara-agents-8f2c',
  token: 'tk_secret',
};
export const TEAM: NotificationTarget = {
  id: 'team',
  name: 'Team channel',
  type: 'slack',
  url: 'https://hooks.slack.example/services/T0/B0/xyz',
  template: '*{project}* · {agent} {what}\n{url}',
};

const [needs, done, trouble] = DEFAULT_SETTINGS.notifications.rules as [
  Settings['notifications']['rules'][number],
  Settings['notifications']['rules'][number],
  Settings['notifications']['rules'][number],
];

export const RICH: Settings = {
  notifications: {
    rules: [
      { ...needs, id: 'sandbox', name: 'The sandbox is quiet', projects: ['/home/mara/code/sandbox'], to: [] },
      {
        ...needs,
        name: 'Somebody is needed',
        quiet: { from: '22:30', to: '07:00' },
        to: ['browser', 'sound', 'phone'],
      },
      { ...done, name: 'A long turn is done', enabled: true, agents: ['codex'], to: ['team'] },
      trouble,
    ],
    targets: [PHONE, TEAM],
  },
  views: [
    { id: 'v1', name: 'Codex at work', search: '?agent=codex&show=working' },
    { id: 'v2', name: 'Ledger', search: '?project=%2Fhome%2Fmara%2Fcode%2Fledger' },
  ],
};

const HOOK_FILES = '.claude-plugin/plugin.json, hooks/hooks.json, amc-hook.sh, data-dir, installed-by-amc.json';
const FOLDER = '/home/mara/.claude/skills/amc';

export const FOUND: Setup = {
  agents: [
    {
      agent: 'claude',
      found: true,
      version: '2.1.330',
      detail: '/usr/local/bin/claude. It keeps its records in /home/mara/.claude.',
    },
    {
      agent: 'codex',
      found: true,
      version: '0.87.0',
      detail: '/usr/local/bin/codex. It has not been started here yet.',
      next: 'Start `codex` once, so that it makes its folder.',
    },
  ],
  terminals: [
    { terminal: 'tmux', available: true, version: '3.4', detail: 'tmux 3.4' },
    {
      terminal: 'zellij',
      available: false,
      detail: 'zellij was not found (ENOENT). Install Zellij 0.44.0 or newer to use it.',
    },
  ],
  hooks: {
    state: 'absent',
    detail: 'The hooks are not installed in /home/mara/.claude.',
    lastEventAt: null,
    command: 'amc hooks install',
    steps: [{ what: `Make this folder, with ${HOOK_FILES}`, path: FOLDER }],
  },
};

export const INSTALLED: Setup = {
  ...FOUND,
  hooks: {
    state: 'installed',
    detail: 'The hooks are installed (AMC 0.1.0).',
    lastEventAt: Date.now() - 40_000,
    command: 'amc hooks uninstall',
    steps: [{ what: `Remove ${HOOK_FILES}`, path: FOLDER }],
  },
};

/** A server that keeps settings, and hooks that can be installed. */
export function serveSettings(
  fake: FakeServer,
  { settings = DEFAULT_SETTINGS, setup = FOUND } = {},
): { saved: Settings[] } {
  let kept = settings;
  let machine = setup;
  const saved: Settings[] = [];
  fake.answers.set('settings', () => kept);
  fake.answers.set('saveSettings', ({ body }) => {
    kept = body as Settings;
    saved.push(kept);
    fake.publish({ type: 'settings', settings: kept });
    return kept;
  });
  fake.answers.set('testTarget', () => ({ ok: true, detail: 'it answered 200' }));
  fake.answers.set('attention', () => ({ ok: true }));
  fake.answers.set('setup', () => machine);
  fake.answers.set('changeHooks', ({ body }) => {
    machine = (body as { action: string }).action === 'install' ? INSTALLED : FOUND;
    return machine;
  });
  fake.answers.set('health', () => ({
    version: '0.1.0',
    pid: 4711,
    startedAt: Date.now() - 3.2 * 3_600_000,
    dataDir: '/home/mara/.local/share/amc',
    sources: [],
  }));
  return { saved };
}
