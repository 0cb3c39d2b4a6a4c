import type { Command } from 'commander';
import type { Action } from '../../contract/command.ts';
import { UserError } from '../../contract/errors.ts';
import type { Session } from '../../contract/session.ts';
import { collect, secondsAsMs } from '../arguments.ts';
import { deliver } from '../control/deliver.ts';
import { UsageError } from '../control/exit.ts';
import {
  addWaiting,
  controlCommand,
  SESSION_ARGUMENT,
  type BulkOptions,
  type WaitingOptions,
} from '../control/options.ts';
import { pickSessions } from '../control/pick-session.ts';
import { attachmentOf, isPiped, textOf } from '../control/read-text.ts';
import { isWanted, sessionLine } from '../control/several.ts';
import { splitWords, type Split } from '../control/split-words.ts';
import { line } from '../format.ts';
import { connect } from '../server-file.ts';

interface SendOptions extends WaitingOptions, BulkOptions {
  file?: string;
  attach?: string[];
  afterTurn?: boolean;
  hold?: number;
  all?: boolean;
}

export function sendCommand(): Command {
  const command = controlCommand('send', 'a prompt to a session, or to several')
    .usage('[options] <session...> <text>')
    .argument('[words...]', `the sessions (each ${SESSION_ARGUMENT}), then the text in quotes; \`-\`: what is piped in`)
    .option('--file <path>', 'the text of a file (`-`: what is piped in); all words are then sessions')
    .option('--attach <path>', 'a file that goes with it, where the agent takes files (repeatable)', collect<string>)
    .option('--after-turn', 'keep it in AMC until the running turn is over')
    .option('--hold <seconds>', 'keep it that long so that `amc cancel` can take it back (at most 60)', holdOf)
    .option('--all', 'to every session that a prompt can reach')
    .option('-y, --yes', 'do not ask before it goes to several')
    .addHelpText('after', HELP);
  return addWaiting(command).action(send);
}

const HELP = `
  amc send api 'run the tests'            one session
  amc send api web 'pull and rebuild'     each of them, with a receipt of its own; asks first
  git diff | amc send api -               what is piped in
  amc send api --file plan.md             a file`;

const MAX_HOLD_MS = 60_000;

function holdOf(text: string): number {
  const ms = secondsAsMs(text);
  if (ms <= MAX_HOLD_MS) return ms;
  throw new UsageError({ code: 'bad_option', message: '--hold is 60 seconds at most.', next: 'Nothing was sent.' });
}

async function send(words: string[], options: SendOptions): Promise<void> {
  const { file, all } = options;
  const { names, source } = splitWords(words, { file, all, piped: isPiped() });
  const { client } = connect();
  const { sessions: board } = await client.call('sessions', {});
  const sessions = options.all === true ? reachable(board) : pickSessions(board, names);
  const action = await promptOf(source, options);
  const shown = [`To ${sessions.length} sessions: ${line(action.text, 200)}`, ...sessions.map(sessionLine)];
  const isSeveral = options.all === true || sessions.length > 1;
  if (isSeveral && !(await isWanted(shown, 'Send it?', options))) return;
  const holdMs = options.hold;
  await deliver(
    client,
    sessions.map((session) => ({ session, action, holdMs })),
    options,
  );
}

async function promptOf(source: Split['source'], options: SendOptions): Promise<Extract<Action, { type: 'prompt' }>> {
  const text = 'text' in source ? source.text : await textOf(source.file);
  if (text.trim() === '') {
    throw new UsageError({ code: 'text_empty', message: 'The text is empty.', next: 'Nothing was sent.' });
  }
  const attachments = await Promise.all((options.attach ?? []).map(attachmentOf));
  return {
    type: 'prompt',
    text,
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(options.afterTurn === true ? { when: 'after_turn' as const } : {}),
  };
}

function reachable(board: readonly Session[]): Session[] {
  const found = board.filter(({ status, prompt }) => status.value !== 'ended' && prompt.channel !== 'none');
  if (found.length > 0) return found;
  throw new UserError({
    code: 'nobody_reachable',
    message: 'No session can be reached.',
    next: 'Nothing was sent. `amc ls` shows what there is.',
  });
}
