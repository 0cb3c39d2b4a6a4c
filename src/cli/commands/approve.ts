import { Option, type Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { Session } from '../../contract/session.ts';
import { deliver, type Wish } from '../control/deliver.ts';
import { EXIT, UsageError } from '../control/exit.ts';
import {
  addWaiting,
  controlCommand,
  SESSION_ARGUMENT,
  type BulkOptions,
  type WaitingOptions,
} from '../control/options.ts';
import { pickAllowing, type ChoiceWish } from '../control/pick-choice.ts';
import { pickRequest } from '../control/pick-request.ts';
import { pickSession } from '../control/pick-session.ts';
import { requestLines, requestLine } from '../control/request-text.ts';
import { isWanted } from '../control/several.ts';
import { line } from '../format.ts';
import { connect } from '../server-file.ts';

const KINDS = ['permission', 'plan', 'trust', 'elicitation'] as const;
type Kind = (typeof KINDS)[number];
type Approvable = Extract<Session['requests'][number], { kind: Kind }>;

interface ApproveOptions extends WaitingOptions, BulkOptions, Pick<ChoiceWish, 'always' | 'choice'> {
  all?: boolean;
  kind?: Kind;
  tool?: string;
}

export function approveCommand(): Command {
  const command = controlCommand('approve', 'allows what a session wants to do, or its plan')
    .argument('[session]', SESSION_ARGUMENT)
    .argument('[request]', 'its number, as `amc requests` gives it; default: the only one')
    .option('--always', 'and do not ask again, where the agent offers that')
    .option('--choice <choice>', 'one of its choices, by id, number or label')
    .option('--all', 'every open request of one kind, of this session or of all; asks first')
    .addOption(new Option('--kind <kind>', 'of which kind, with --all').choices(KINDS))
    .option('--tool <name>', 'of which tool, with --all')
    .option('-y, --yes', 'do not ask');
  return addWaiting(command).action(approve);
}

async function approve(words: string | undefined, named: string | undefined, options: ApproveOptions): Promise<void> {
  checkWords(words, named, options);
  const { client } = connect();
  const { sessions } = await client.call('sessions', {});
  const session = words === undefined ? null : pickSession(sessions, words);
  if (options.all === true) return approveAll(client, session === null ? sessions : [session], options);
  if (session === null) return;
  const request = pickRequest({ session, named, kinds: KINDS, verb: 'approve' });
  const choice = pickAllowing(request.choices, options);
  // Without its number it may be another than the one that was read about: at a terminal it is shown first.
  if (named === undefined && process.stdin.isTTY && process.stdout.isTTY) {
    const shown = textOf(session, request);
    if (!(await isWanted(shown, `${line(choice.label, 80)}: send this?`, options))) return;
  }
  await deliver(client, [wishOf(session, request, choice.id)], options);
}

function checkWords(words: string | undefined, named: string | undefined, options: ApproveOptions): void {
  const { all = false, kind, tool } = options;
  if (!all && words === undefined) throw unclear('Which session is missing.', 'amc approve <session> [request]');
  if (!all && (kind !== undefined || tool !== undefined))
    throw unclear('--kind and --tool go with --all.', 'Add --all.');
  if (all && named !== undefined) throw unclear('--all goes without a number.', 'Leave one of them out.');
  if (all && kind === undefined && tool === undefined) {
    throw unclear('--all needs to know of what.', 'Say it with --tool Bash or --kind plan.');
  }
}

function unclear(message: string, next: string): UsageError {
  return new UsageError({ code: 'approve_unclear', message, next: `Nothing was sent. ${next}` });
}

async function approveAll(client: Client, sessions: readonly Session[], options: ApproveOptions): Promise<void> {
  const found = sessions.flatMap((session) =>
    session.requests
      .filter((request): request is Approvable => isMeant(request, options))
      .map((request) => ({ session, request, choice: pickAllowing(request.choices, options) })),
  );
  if (found.length === 0) {
    process.stderr.write('Nothing like this is open.\n');
    process.exitCode = EXIT.refused;
    return;
  }
  const shown = found.flatMap(({ session, request, choice }) => [
    ...textOf(session, request),
    `    → ${line(choice.label, 100)}`,
  ]);
  if (!(await isWanted(shown, `Approve ${found.length === 1 ? 'this' : `these ${found.length}`}?`, options))) return;
  await deliver(
    client,
    found.map(({ session, request, choice }) => wishOf(session, request, choice.id)),
    options,
  );
}

function isMeant(request: Session['requests'][number], { kind, tool }: ApproveOptions): boolean {
  if (!KINDS.some((each) => each === request.kind) || request.answer.channel === 'none') return false;
  if (kind !== undefined && request.kind !== kind) return false;
  return tool === undefined || (request.kind === 'permission' && request.tool === tool);
}

/** Whole: nobody should allow what is not shown. */
function textOf({ title, project }: Session, request: Approvable): string[] {
  const lines = requestLines(request, { now: Date.now(), most: Infinity });
  return [`${line(title, 60)}  ${line(project.name, 24)}`, ...lines.map((text) => `    ${text}`)];
}

function wishOf(session: Session, request: Approvable, choiceId: string): Wish {
  return { session, action: { type: 'approve', requestId: request.id, choiceId }, about: requestLine(request, 60) };
}
