import type { NotificationRule, Settings } from '../../contract/settings.ts';

const common = { quiet: null, agents: [], projects: [], to: ['browser'] } satisfies Partial<NotificationRule>;

/** What holds until somebody says otherwise. Nothing rings, and nothing leaves this machine. */
export const DEFAULT_SETTINGS: Settings = {
  notifications: {
    rules: [
      {
        ...common,
        id: 'needs-you',
        name: 'Somebody is needed',
        enabled: true,
        about: ['needs_you', 'error'],
        afterSeconds: 5,
        coolDownSeconds: 60,
        unlessFocused: true,
      },
      {
        ...common,
        id: 'done',
        name: 'A turn is done',
        enabled: false,
        about: ['done'],
        afterSeconds: 5,
        coolDownSeconds: 60,
        unlessFocused: true,
      },
      {
        ...common,
        id: 'trouble',
        name: 'AMC lost sight of something',
        enabled: true,
        about: ['trouble'],
        afterSeconds: 60,
        coolDownSeconds: 3_600,
        unlessFocused: true,
      },
    ],
    targets: [],
  },
  views: [],
};
