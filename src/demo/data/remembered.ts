import type { Action, Actor } from '../../contract/command.ts';
import { HOUR, MINUTE } from '../profile.ts';

export interface Remembered {
  /** Of the agent. */
  name: string;
  action: Action;
  actor: Actor;
  /** What the request asked that it answered. */
  about?: string;
  ago: number;
}

const page: Actor = { by: 'page', address: '127.0.0.1', client: 'Firefox' };
const cli: Actor = { by: 'cli', address: '127.0.0.1', client: 'amc' };

/** What AMC was asked to do before anybody looked, oldest first. */
export function rememberedCommands(): Remembered[] {
  return [
    {
      name: 'bench',
      action: {
        type: 'prompt',
        text: 'Benchmarks for the parser: cold, warm, and with broken input. Find what is slow.',
      },
      actor: cli,
      ago: 82 * MINUTE,
    },
    {
      name: 'backup',
      action: { type: 'prompt', text: 'Check last night’s backup the way the runbook says.' },
      actor: page,
      ago: HOUR + 14 * MINUTE,
    },
    {
      name: 'cart',
      action: { type: 'approve', requestId: 'cart-ask-0', choiceId: 'allow' },
      about: 'pnpm axe cart --save-baseline',
      actor: page,
      ago: 44 * MINUTE,
    },
    { name: 'scheduler', action: { type: 'mode', mode: 'acceptEdits' }, actor: page, ago: 21 * MINUTE },
    {
      name: 'retries',
      action: { type: 'deny', requestId: 'retries-ask-0', message: 'Not in production. Use the staging queue.' },
      about: 'curl -X POST https://hooks.billing.example/replay',
      actor: page,
      ago: 18 * MINUTE,
    },
    {
      name: 'lease',
      action: { type: 'prompt', text: 'Keep it alive. And make the interval a third of the lease.' },
      actor: page,
      ago: 9 * MINUTE,
    },
    {
      name: 'dutch',
      action: { type: 'rename', title: 'Translate the onboarding e-mails into Dutch and check the placeholders' },
      actor: cli,
      ago: 8 * MINUTE,
    },
  ];
}
