import { describe, expect, it } from 'vitest';
import type { ProcessInfo, ProcessTable } from '../ports/process-table.ts';
import type { PaneInfo, TerminalAdapter } from '../ports/terminal.ts';
import { PaneLocator } from './pane-locator.ts';

const info: ProcessInfo = { pid: 7, ppid: 1, startTime: 's', tty: '/dev/pts/1', pgrp: 7, tpgid: 7, comm: 'claude' };
const id = { pid: 7, startTime: 's' };

const pane = (terminal: 'tmux' | 'zellij'): PaneInfo => ({
  ref: { terminal, server: '/s', epoch: '1:2', session: 'main', pane: '1' },
  label: 'main',
  title: '',
  cols: 80,
  rows: 24,
  state: 'running',
  inMode: false,
  inputOff: false,
  synchronized: false,
});

/** A locator whose multiplexers answer so. */
function locator(...answers: (() => Promise<PaneInfo | null>)[]): PaneLocator {
  const table: Partial<ProcessTable> = {
    get: async (pid) => (pid === info.pid ? info : null),
    environ: async () => ({}),
    ancestors: async () => [1],
  };
  const terminals = answers.map((locate): Partial<TerminalAdapter> => ({ terminal: 'tmux', locate }));
  return new PaneLocator({ processes: table as ProcessTable, terminals: terminals as TerminalAdapter[] });
}

const hangs = (): Promise<null> => new Promise(() => undefined);
const fails = (): Promise<null> => Promise.reject(new Error('The tmux server does not answer.'));

describe('PaneLocator', () => {
  it('does not wait for a multiplexer that hangs when another has the process', async () => {
    expect(await locator(hangs, async () => pane('zellij')).locate(id)).toMatchObject({
      found: true,
      pane: { ref: { terminal: 'zellij' } },
    });
  });

  it('believes neither of two', async () => {
    const both = locator(
      async () => pane('tmux'),
      async () => pane('zellij'),
    );
    expect(await both.locate(id)).toEqual({ found: false, reason: 'two multiplexers claim its terminal' });
  });

  it('says why one could not be asked, when none has it', async () => {
    const result = await locator(fails, async () => null).locate(id);
    expect(result).toEqual({ found: false, reason: 'The tmux server does not answer', failed: true });
  });

  it('finds it though another could not be asked', async () => {
    expect(await locator(fails, async () => pane('zellij')).locate(id)).toMatchObject({ found: true });
  });

  it('knows that a process is another one by now', async () => {
    const result = await locator(async () => pane('tmux')).locate({ ...id, startTime: 'later' });
    expect(result).toEqual({ found: false, reason: 'its process is gone' });
  });
});
