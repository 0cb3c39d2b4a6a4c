import type { Client } from '../../client/client.ts';
import type { Command } from '../../contract/command.ts';
import { isSettled } from '../../core/delivery.ts';
import { line } from '../format.ts';
import { print } from '../print.ts';
import { EXIT } from './exit.ts';
import { LiveLine } from './live-line.ts';
import type { WaitingOptions } from './options.ts';
import { receiptText, stageText, type ReceiptNames } from './receipt-text.ts';
import { waitFor, type Waited } from './wait.ts';

/** A command whose receipt is waited for. */
export interface Followed extends ReceiptNames {
  command: Command;
}

/** How often a terminal is told how far it is, and how long AMC may think otherwise, ms. */
const EVERY_MS = { live: 250, plain: 20_000 } as const;

export interface FollowOptions extends WaitingOptions {
  /** Stops the waiting, not the commands. */
  signal: AbortSignal;
  /** Exit codes of what did not get so far. */
  codes?: readonly number[];
}

/** Waits for the receipts of commands that AMC has taken and prints each as it comes. Sets the exit code. */
export async function follow(client: Client, sent: readonly Followed[], options: FollowOptions): Promise<void> {
  const ended = options.wait ? await waitForAll(client, sent, options) : await tellAll(sent, options);
  process.exitCode = worst([...(options.codes ?? []), ...ended.map((end) => codeOf(end, options))]);
}

type End = Waited | { end: 'not_waited'; command: Command };

/** As they are now. */
async function tellAll(sent: readonly Followed[], options: WaitingOptions): Promise<End[]> {
  const ended: End[] = [];
  for (const { command, ...names } of sent) {
    const end: End = { end: isSettled(command.delivery) ? 'settled' : 'not_waited', command };
    await tell(end, names, options);
    ended.push(end);
  }
  return ended;
}

async function waitForAll(client: Client, sent: readonly Followed[], options: FollowOptions): Promise<End[]> {
  const live = new LiveLine(process.stderr);
  const current = new Map(sent.map(({ command }, index) => [index, command]));
  const show = (): void => live.show(stageOfAll(current, sent));
  const until = options.timeout === undefined ? null : Date.now() + options.timeout;
  try {
    return await Promise.all(
      sent.map(async ({ command, ...names }, index) => {
        const told = (now: Command): void => {
          current.set(index, now);
          show();
        };
        const everyMs = live.isLive ? EVERY_MS.live : EVERY_MS.plain;
        const end = await waitFor(command, { client, signal: options.signal, until, everyMs, told });
        current.delete(index);
        live.clear();
        await tell(end, names, options);
        return end;
      }),
    );
  } finally {
    live.clear();
  }
}

/** What is waited for, in one line. */
function stageOfAll(current: ReadonlyMap<number, Command>, sent: readonly Followed[]): string {
  const now = Date.now();
  const stages = [...current].map(
    ([index, command]) => `${line(sent[index]?.title ?? '', 30)}: ${stageText(command, now)}`,
  );
  const done = sent.length - current.size;
  return `${sent.length > 1 ? `${done} of ${sent.length} settled · ` : ''}${stages.join(' · ')}`;
}

/** What was confirmed goes where results go; why something was not goes where errors go. */
async function tell(ended: End, names: ReceiptNames, { json = false }: WaitingOptions): Promise<void> {
  const { command } = ended;
  if (json) await print(`${JSON.stringify(command)}\n`);
  const text = `${receiptText(command, names)}${afterword(ended)}`;
  const isFine = command.delivery.state === 'confirmed' || ended.end === 'not_waited';
  if (!isFine) process.stderr.write(text);
  else if (!json) await print(text);
}

/** Of a command that goes on, or may. */
function afterword(ended: End): string {
  const wait = `amc wait ${line(ended.command.id, 60)}`;
  switch (ended.end) {
    case 'settled':
      return '';
    case 'not_waited':
      return `  Not waited for. Its receipt: ${wait}\n`;
    case 'timeout':
      return `  Not proven in this time; it goes on. Its receipt: ${wait}\n`;
    case 'interrupted':
      return `  It goes on. Its receipt: ${wait}; to take it back while it is queued: amc cancel ${line(ended.command.id, 60)}\n`;
    case 'lost':
      return `  AMC went away: what became of it is not known (${line(ended.error.message, 200)}). When it runs again: ${wait}\n`;
  }
}

function codeOf({ end, command }: End, { wait }: WaitingOptions): number {
  if (end === 'interrupted') return EXIT.interrupted;
  switch (command.delivery.state) {
    case 'confirmed':
      return EXIT.confirmed;
    case 'refused':
    case 'failed':
      return EXIT.refused;
    case 'unknown':
      return EXIT.unknown;
    default:
      return wait ? EXIT.unknown : EXIT.confirmed;
  }
}

/** Of several: stopped waiting, then a no, then what is not proven. */
function worst(codes: readonly number[]): number {
  const order = [EXIT.interrupted, EXIT.refused, EXIT.unknown];
  return order.find((code) => codes.includes(code)) ?? EXIT.confirmed;
}
