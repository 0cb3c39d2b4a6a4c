import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Agent, type AgentOptions, type AgentRecord, findAgentPid } from './agent.ts';
import { at, readJsonLines } from './json-lines.ts';
import type { Pane } from './pane.ts';
import { processInfo } from './processes.ts';
import { waitFor } from './wait-for.ts';

export interface CodexOptions extends AgentOptions {
  /** CODEX_HOME; without it `~/.codex`. */
  codexHome?: string;
}

const READY_MS = 60_000;

export class Codex extends Agent {
  readonly codexHome: string;
  /** The thread it started with; `/new` and `/resume` go to others. */
  readonly threadId: string;

  constructor(pane: Pane, pid: number, cwd: string, codexHome: string, threadId: string) {
    super(pane, pid, cwd);
    this.codexHome = codexHome;
    this.threadId = threadId;
  }

  /** Where the background server listens (WebSocket over a Unix socket). A link into /tmp. */
  get serverSocket(): string {
    return serverSocketOf(this.codexHome);
  }

  /** Undefined before the first turn: Codex writes no rollout for an unused thread. */
  rolloutPath(): string | undefined {
    return rolloutsIn(this.codexHome).find((file) => file.endsWith(`-${this.threadId}.jsonl`));
  }

  records(): AgentRecord[] {
    return readJsonLines(this.rolloutPath());
  }

  protected hasPrompt(record: AgentRecord, text: string): boolean {
    return at(record, 'payload', 'role') === 'user' && at(record, 'payload', 'content', 0, 'text') === text;
  }
}

/** Threads that a terminal of this CODEX_HOME has begun. One is there before its first turn. */
export function threadsOf(codexHome: string): string[] {
  const folder = join(codexHome, 'tui-thread-reference-capabilities');
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Returns when Codex takes prompts: it has a thread, and the composer is drawn. */
export async function codexInPane(
  pane: Pane,
  { cwd, codexHome, earlierThreads }: { cwd: string; codexHome: string; earlierThreads: string[] },
): Promise<Codex> {
  const waiting = { timeoutMs: READY_MS, context: () => pane.screen() };
  const isCodex = (pid: number) => processInfo(pid)?.command.split(' ')[0]?.endsWith('codex') === true;
  const pid = await waitFor(() => findAgentPid(pane, isCodex), { ...waiting, what: 'Codex to run' });
  const newThread = () => threadsOf(codexHome).find((thread) => !earlierThreads.includes(thread));
  const threadId = await waitFor(newThread, { ...waiting, what: 'Codex to begin a thread' });
  const codex = new Codex(pane, pid, cwd, codexHome, threadId);
  if (pane.mux !== 'none') await codex.waitForScreen(/^› /m, READY_MS);
  return codex;
}

function serverSocketOf(codexHome: string): string {
  return join(codexHome, 'app-server-control', 'app-server-control.sock');
}

function rolloutsIn(codexHome: string): string[] {
  const sessions = join(codexHome, 'sessions');
  if (!existsSync(sessions)) return [];
  return readdirSync(sessions, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file).startsWith('rollout-'))
    .map((file) => join(sessions, file));
}
