import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/contract/command.ts';
import type { ScreenEvent } from '../../../src/contract/screen.ts';
import type { SessionState } from '../../../src/core/state.ts';
import { createProcessTable } from '../../../src/platform/process-table.ts';
import type { TerminalAdapter } from '../../../src/ports/terminal.ts';
import { Between } from '../../../src/services/commands/between.ts';
import { PaneLocator } from '../../../src/services/pane-locator.ts';
import { PaneScreens } from '../../../src/services/screens.ts';
import { signal, startTmuxMachine, type TmuxMachine } from './tmux-machine.ts';
import { needsZellij, startZellijMachine, zellijBin, type ZellijMachine } from './zellij-machine.ts';

const KEY = 'claude:s';
const actor: Actor = { by: 'page' };
const processes = createProcessTable();

interface Sink {
  pane: string;
  read(): Promise<Buffer>;
  holds(count: number): Promise<Buffer>;
}

interface Multiplexer {
  adapter: TerminalAdapter;
  /** What stands before the program is run with it as its words. */
  sink: (before?: string[]) => Promise<Sink>;
  dispose: () => Promise<void>;
}

async function inTmux(): Promise<Multiplexer> {
  const machine: TmuxMachine = await startTmuxMachine();
  return {
    adapter: machine.adapter(),
    sink: (before = []) => machine.sink({ before, modes: [] }),
    dispose: () => machine.dispose(),
  };
}

async function inZellij(): Promise<Multiplexer> {
  const machine: ZellijMachine = await startZellijMachine();
  await machine.session('main');
  return {
    adapter: machine.adapter(),
    sink: (before = []) => machine.sink('main', { before, modes: [] }),
    dispose: () => machine.dispose(),
  };
}

describe.each([
  ['tmux', inTmux, false],
  ['Zellij', inZellij, zellijBin === null],
] as const)('a pane of %s that is followed', (name, start, isMissing) => {
  describe.skipIf(isMissing)(isMissing ? needsZellij : name, () => {
    let mux: Multiplexer;
    beforeAll(async () => {
      mux = await start();
    });
    afterAll(() => mux?.dispose());

    /** The last child that runs the sink: an agent that a shell started. */
    async function agentOf(sink: Sink): Promise<{ pid: number; startTime: string }> {
      const root = (await mux.adapter.list()).find(({ ref }) => ref.pane === sink.pane)?.rootPid ?? 0;
      const child = (await processes.list()).find(({ ppid }) => ppid === root);
      const info = child ?? (await processes.get(root));
      if (info === null) throw new Error('Expected the sink to run');
      return { pid: info.pid, startTime: info.startTime };
    }

    async function screensOf(sink: Sink, terminal: TerminalAdapter = mux.adapter) {
      const process = await agentOf(sink);
      const between = new Between();
      const state = {
        key: KEY,
        status: { value: 'idle' },
        process: { known: 'running', process, source: 'registry', at: 0 },
      } as unknown as SessionState;
      const screens = new PaneScreens({
        clock: Date.now,
        newId: () => 'b',
        store: { addAudit: () => undefined },
        locator: new PaneLocator({ processes, terminals: [terminal] }),
        stateOf: () => state,
        isHandingOver: () => false,
        between: (key, work) => between.run(key, work),
        titleOf: () => undefined,
        unwritten: () => undefined,
      });
      return { screens, process };
    }

    function follow(screens: PaneScreens) {
      const events: ScreenEvent[] = [];
      const stop = screens.follow(KEY, (event) => events.push(event));
      const text = (): string => {
        const last = events.at(-1);
        return last === undefined ? '' : last.type === 'screen' ? last.screen.rows.join('\n') : last.type;
      };
      return { events, text, stop };
    }

    const soon = (test: () => unknown) => expect.poll(test, { timeout: 10_000, interval: 20 });

    it('is shown with its size, and keys reach its program as bytes, in their order', async () => {
      const sink = await mux.sink();
      const { screens } = await screensOf(sink);
      const { events, text, stop } = follow(screens);
      await soon(text).toContain('READY');
      const last = events.at(-1);
      if (last?.type !== 'screen') throw new Error('Expected a screen');
      expect(last.screen.rows.length).toBeGreaterThan(5);
      expect(last.screen.cols).toBeGreaterThan(20);
      for (const keys of [{ text: 'hi ü' }, { key: 'up' as const }, { key: 'enter' as const }, { text: 'a\nb' }])
        expect(await screens.type(KEY, keys, actor)).toEqual({ ok: true });
      const typed = (await sink.holds(12)).toString().replace('\x1bO', '\x1b[').replace('a\r', 'a\n');
      expect(typed).toBe('hi ü\x1b[A\ra\nb');
      for (const text of ['a\x1b[201~b', 'a\x03b', '\u202e'])
        expect(await screens.type(KEY, { text }, actor)).toMatchObject({ ok: false });
      expect((await sink.read()).length).toBe(12);
      stop();
      screens.dispose();
    });

    it('whose program is another one between the look and the key: refused, and not shown', async () => {
      const sink = await mux.sink(['sh', '-c', '"$@"; echo NEXT; exec cat -v', 'sh']);
      const { process } = await screensOf(sink);
      // The pane was found and proven; then the agent ends, and what comes after it would be typed into.
      const swapping: TerminalAdapter = {
        ...mux.adapter,
        input: async (ref, steps, guard) => {
          signal(process.pid, 'SIGKILL');
          await soon(async () => (await mux.adapter.snapshot(ref)).lines.join()).toContain('NEXT');
          return mux.adapter.input(ref, steps, guard);
        },
      };
      const { screens } = await screensOf(sink, swapping);
      const { events, text } = follow(screens);
      await soon(text).toContain('READY');
      expect(await screens.type(KEY, { text: 'rm -rf x' }, actor)).toMatchObject({
        ok: false,
        reason: expect.stringContaining('Nothing was typed'),
      });
      await soon(text).toBe('gone');
      expect(JSON.stringify(events)).not.toContain('NEXT');
      const shown = (await mux.adapter.list()).find(({ ref }) => ref.pane === sink.pane);
      if (shown === undefined) throw new Error('Expected the pane to be there');
      expect((await mux.adapter.snapshot(shown.ref)).lines.join()).not.toContain('rm -rf');
      screens.dispose();
    });
  });
});
