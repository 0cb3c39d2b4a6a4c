import { count } from '../count.ts';

/** The first five minutes. */
export const guideEn = {
  'guide.title': 'First steps',
  'guide.lead':
    'AMC watches the coding agents on this machine and lets you answer them from here. Five minutes to set up; each step ticks itself off.',
  'guide.done': 'done',
  'guide.open': 'to do',
  'guide.optional': 'as you like',
  'guide.see': 'See what AMC finds',
  'guide.noAgents': 'No agent was found on the PATH. Install Claude Code or Codex, then come back.',
  'guide.noTerminals':
    'Neither tmux nor Zellij: AMC can watch, and answer what hooks bring; it can type into panes only.',
  'guide.all': 'All AMC looks at',
  'guide.hooks': 'Install the hooks',
  'guide.start': 'Start an agent in a pane',
  'guide.startText': 'As you always do. Inside tmux or Zellij AMC can type to it too.',
  'guide.startDone': ({ n }: { n: number }) => `${count(n, 'session is', 'sessions are')} on the board.`,
  'guide.toBoard': 'To the board',
  'guide.tell': 'Let it call you',
  'guide.tellText': 'AMC tells you when an agent waits and you are not looking. Phones and chats: in the settings.',
  'guide.settings': 'Notification settings',
  'guide.demo': 'Look around in the demo',
  'guide.demoText': 'A board full of made-up agents, on a port of its own. It touches nothing of yours.',
} as const;
