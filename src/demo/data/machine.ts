import type { SourceHealth } from '../../contract/health.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Setup } from '../../contract/setup.ts';

/** What AMC would say of the machine the demo pretends to be. */
export function demoSources(now: number): SourceHealth[] {
  return [
    { name: 'claude registry', state: 'ok', detail: 'Read, 15 sessions run', at: now },
    { name: 'claude hooks', state: 'ok', detail: 'Installed, version 3', at: now },
    { name: 'codex server', state: 'ok', detail: 'Connected, 5 threads loaded', at: now },
    { name: 'tmux', state: 'ok', detail: '3.5a, 2 sessions, 17 panes', at: now },
    {
      name: 'zellij',
      state: 'degraded',
      detail: 'Session “attic” does not answer: its panes cannot be typed into.',
      next: 'Attach to it once, or end it with zellij delete-session attic.',
      at: now,
    },
  ];
}

export const DEMO_SETTINGS: Settings = {
  notifications: {
    rules: [
      {
        id: 'needs-you',
        name: 'Somebody waits for me',
        enabled: true,
        about: ['needs_you'],
        afterSeconds: 20,
        coolDownSeconds: 300,
        quiet: { from: '22:00', to: '07:00' },
        unlessFocused: true,
        agents: [],
        projects: [],
        to: ['browser'],
      },
      {
        id: 'stuck',
        name: 'Stuck, or AMC is',
        enabled: true,
        about: ['error', 'trouble'],
        afterSeconds: 120,
        coolDownSeconds: 1_800,
        quiet: null,
        unlessFocused: false,
        agents: [],
        projects: [],
        to: ['phone'],
      },
    ],
    targets: [
      {
        id: 'phone',
        name: 'My phone',
        type: 'ntfy',
        url: 'https://ntfy.example.org/mara-agents',
        template: '{agent} in {project}: {what}',
      },
    ],
  },
  views: [{ id: 'billing', name: 'Billing', search: '?project=billing-api' }],
};

export function demoSetup(hooks: 'installed' | 'absent', now: number): Setup {
  const installed = hooks === 'installed';
  return {
    agents: [
      { agent: 'claude', found: true, version: '2.1.330', detail: 'Found, 15 sessions run' },
      { agent: 'codex', found: true, version: '0.141.0', detail: 'Found, its server runs' },
    ],
    terminals: [
      { terminal: 'tmux', available: true, version: '3.5a', detail: '2 sessions, 17 panes' },
      { terminal: 'zellij', available: true, version: '0.44.3', detail: '1 session, 4 panes; “attic” does not answer' },
    ],
    hooks: {
      state: hooks,
      detail: installed
        ? 'Version 3, the newest'
        : 'Not installed: AMC sees permissions a moment later and cannot answer them',
      lastEventAt: installed ? now - 4_000 : null,
      command: installed ? 'amc hooks uninstall' : 'amc hooks install',
      steps: installed
        ? [{ what: 'Remove the folder', path: '/home/mara/.local/share/amc/hook' }]
        : [
            { what: 'Write a folder of AMC’s own', path: '/home/mara/.local/share/amc/hook' },
            { what: 'Tell Claude Code of it; nothing of yours is edited' },
          ],
    },
  };
}
