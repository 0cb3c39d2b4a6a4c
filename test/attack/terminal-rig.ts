import { join } from 'node:path';
import { createProcessTable } from '../../src/platform/process-table.ts';
import type { Handover } from '../../src/ports/agent.ts';
import type { KeystrokePlanner } from '../../src/ports/keystrokes.ts';
import type { InputStep, TerminalAdapter } from '../../src/ports/terminal.ts';
import { PaneLocator } from '../../src/services/pane-locator.ts';
import { Typist } from '../../src/services/typist.ts';

export const begin = '\x1b[200~';
export const end = '\x1b[201~';

/** What a planner has to decide: here the text as a paste and one Enter, unless a test says otherwise. */
export const pasteAndEnter = (text: string): InputStep[] => [
  { kind: 'paste', text },
  { kind: 'key', key: 'enter' },
];

/** The way of a prompt from the typist on: real processes, real panes, a planner that does as it is told. */
export function typing(terminal: TerminalAdapter) {
  const processes = createProcessTable();
  const locator = new PaneLocator({ processes, terminals: [terminal] });

  return { type, startOf, childOf };

  async function type(
    process: { pid: number; startTime: string },
    text: string,
    plan: KeystrokePlanner['plan'] = () => ({ ok: true, steps: pasteAndEnter(text) }),
  ): Promise<Handover> {
    const typist = new Typist({
      locator,
      processes,
      planners: new Map([['claude', { agent: 'claude', plan, dialog: () => null }]]),
    });
    return typist.type('claude', process, { action: { type: 'prompt', text }, request: null });
  }

  async function startOf(pid: number): Promise<{ pid: number; startTime: string }> {
    const info = await processes.get(pid);
    if (info === null) throw new Error(`no process ${pid}`);
    return { pid, startTime: info.startTime };
  }

  async function childOf(parent: number, comm: string): Promise<number> {
    return (await processes.list()).find((info) => info.ppid === parent && info.comm === comm)?.pid ?? 0;
  }
}

export const locksIn = (dir: string): { lockDir: string } => ({ lockDir: join(dir, 'locks') });
