import { setTimeout as delay } from 'node:timers/promises';
import type { Pane } from './pane.ts';
import { descendantsOf, endProcesses, processInfo } from './processes.ts';
import { waitFor } from './wait-for.ts';

/** Keys were dropped up to 200 ms after the dialog was drawn (Claude Code 2.1.330). */
const DIALOG_GUARD_MS = 400;

export type AgentRecord = Record<string, unknown>;

export interface AgentOptions {
  cwd: string;
  args?: string[];
  /** On top of the rig's environment. */
  env?: Record<string, string>;
  /** Start it as a person does: by typing its name into a shell, which stays when the agent ends. */
  inShell?: boolean;
}

/** A real agent in a pane: what a person at the keyboard can do, and a view of the agent's own records. */
export abstract class Agent {
  readonly pane: Pane;
  /** The agent's process (not the shell it may have been started from). */
  readonly pid: number;
  readonly cwd: string;

  constructor(pane: Pane, pid: number, cwd: string) {
    this.pane = pane;
    this.pid = pid;
    this.cwd = cwd;
  }

  /** The complete lines of the agent's log so far; none before the first turn. */
  abstract records(): AgentRecord[];
  /** Whether the agent's own log holds the prompt: proof that it was submitted. */
  protected abstract hasPrompt(record: AgentRecord, text: string): boolean;

  screen(): Promise<string> {
    return this.pane.screen();
  }

  waitForScreen(pattern: RegExp, timeoutMs = 40_000): Promise<string> {
    const matching = async () => {
      const screen = await this.screen();
      return pattern.test(screen) ? screen : undefined;
    };
    return this.wait(matching, `${pattern} on the screen`, timeoutMs);
  }

  /** Waits until a record satisfies the test, and returns it. */
  waitForRecord(what: string, test: (record: AgentRecord) => boolean, timeoutMs = 40_000): Promise<AgentRecord> {
    return this.wait(() => this.records().find(test), what, timeoutMs);
  }

  /** Pastes the text into the prompt and returns when the screen shows it. Does not submit. */
  async type(text: string): Promise<void> {
    const before = evidenceOf(text, await this.screen());
    await this.pane.paste(text);
    const shown = async () => evidenceOf(text, await this.screen()) > before;
    await this.wait(shown, `the typed text on the screen: ${text.slice(0, 60)}`);
  }

  pressEnter(): Promise<void> {
    return this.key('\r');
  }

  /** Bytes as a keyboard sends them: `1`, `\x1b`, `\x03`, `\x1b[B`. */
  key(bytes: string): Promise<void> {
    return this.pane.write(bytes);
  }

  /** Empties the current line of the prompt. Claude puts a prompt back there when it is interrupted before it spoke. */
  clearInput(): Promise<void> {
    return this.key('\x15');
  }

  /**
   * Answers a dialog by one key: waits until the screen shows the dialog, presses, waits until it is gone.
   * Agents drop keys for a moment after a dialog appears, so that nobody approves what they have not seen.
   */
  async choose(dialog: RegExp, key: string): Promise<void> {
    await this.waitForScreen(dialog);
    await delay(DIALOG_GUARD_MS);
    await this.key(key);
    const gone = async () => !dialog.test(await this.screen());
    await this.wait(gone, `${dialog} to leave the screen`);
  }

  /** Types, submits, and returns when the agent's own log holds the prompt. For an idle agent. */
  async prompt(text: string): Promise<void> {
    const submitted = () => this.records().filter((record) => this.hasPrompt(record, text)).length;
    const before = submitted();
    await this.type(text);
    await this.pressEnter();
    await this.wait(() => submitted() > before, `the prompt in the agent's log: ${text.slice(0, 60)}`);
  }

  /** Waits for a receipt; when it does not come, the error shows the screen. */
  protected wait<T>(probe: () => T | Promise<T>, what: string, timeoutMs = 40_000) {
    return waitFor(probe, { timeoutMs, pollMs: this.pane.pollMs, what, context: () => this.screen() });
  }

  /** Ends the agent's process and closes its pane. */
  async stop(): Promise<void> {
    const info = processInfo(this.pid);
    if (info) await endProcesses([info]);
    await this.pane.close();
  }
}

/** The pid among the pane's processes that satisfies the test; fails at once when the pane's process is gone. */
export function findAgentPid(pane: Pane, test: (pid: number) => boolean): number | undefined {
  if (!processInfo(pane.rootPid))
    throw new Error(`The pane's process ${pane.rootPid} ended before the agent was ready`);
  return descendantsOf(pane.rootPid).find(test);
}

/** How often the screen shows the end of the text. Long pastes are shown as `[Pasted text …]`. */
function evidenceOf(text: string, screen: string): number {
  const lastLine = text.trimEnd().split('\n').at(-1) ?? '';
  const tail = withoutBlanks(lastLine).slice(-24);
  const shown = withoutBlanks(screen);
  return shown.split(tail).length + shown.split('[Pasted').length;
}

/** Agents wrap and indent what is typed. */
function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}
