import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProcessTable } from '../../../src/platform/process-table.ts';
import type { ProcessFacts, TerminalAdapter } from '../../../src/ports/terminal.ts';
import { refOf, startTmuxMachine, until, type TmuxMachine } from './tmux-machine.ts';

let machine: TmuxMachine;
let tmux: TerminalAdapter;
beforeAll(async () => {
  machine = await startTmuxMachine();
  tmux = machine.adapter();
});
afterAll(() => machine.dispose());

/** A shell in a new pane and the `sleep` it started, which stands for the agent. */
async function agentInPane(): Promise<{ pane: string; facts: ProcessFacts }> {
  const pane = await machine.window('sh', '-c', 'sleep 500; true');
  const shell = Number(await machine.tmux('display-message', '-p', '-t', pane, '#{pane_pid}'));
  let agent = 0;
  await until(async () => {
    agent = (await createProcessTable().list()).find((info) => info.ppid === shell && info.comm === 'sleep')?.pid ?? 0;
    return agent > 0;
  }, 'the agent to start');
  return { pane, facts: await machine.facts(agent) };
}

describe('locate', () => {
  it('tells two panes with the same folder and program apart', async () => {
    const [first, second] = [await agentInPane(), await agentInPane()];
    expect((await tmux.locate(first.facts))?.ref).toEqual(await refOf(tmux, first.pane));
    expect((await tmux.locate(second.facts))?.ref).toEqual(await refOf(tmux, second.pane));
  });

  it('learns servers from the process', async () => {
    const blind = machine.adapter({ sockets: [] });
    const { pane, facts } = await agentInPane();
    expect(await blind.list()).toEqual([]);
    expect((await blind.locate(facts))?.ref.pane).toBe(pane);
    expect((await blind.list()).map((info) => info.ref.pane)).toContain(pane);
  });

  it('goes by ancestry where the environment is dropped or may not be read, and by the environment where ancestry is cut', async () => {
    const { pane, facts } = await agentInPane();
    expect((await tmux.locate({ ...facts, env: {} }))?.ref.pane).toBe(pane);
    expect((await tmux.locate({ ...facts, ancestors: [1] }))?.ref.pane).toBe(pane);
    expect(await tmux.locate({ ...facts, env: {}, ancestors: [1] })).toBeNull();
  });

  it("finds the pane's own first process", async () => {
    const pane = await machine.window('sleep', '400');
    const facts = await machine.facts(Number(await machine.tmux('display-message', '-p', '-t', pane, '#{pane_pid}')));
    expect((await tmux.locate({ ...facts, env: {} }))?.ref.pane).toBe(pane);
  });

  it('believes neither side when they contradict each other', async () => {
    const [{ facts }, other] = [await agentInPane(), await agentInPane()];
    const [socket, pid, session] = (facts.env['TMUX'] ?? '').split(',');
    expect(await tmux.locate({ ...facts, env: { ...facts.env, TMUX_PANE: other.pane } })).toBeNull();
    expect(await tmux.locate({ ...facts, tty: other.facts.tty })).toBeNull();
    expect(
      await tmux.locate({ ...facts, env: { ...facts.env, TMUX: `${socket},${Number(pid) + 1},${session}` } }),
    ).toBeNull();
  });

  it("does not go by the environment alone: no terminal, or one that is no pane's", async () => {
    const { facts } = await agentInPane();
    expect(await tmux.locate({ ...facts, tty: null })).toBeNull();
    expect(await tmux.locate({ ...facts, tty: '/dev/pts/99999' })).toBeNull();
  });

  it('does not ask a server the process cannot descend from, once that server is known', async () => {
    const { pane, facts } = await agentInPane();
    const hung = await startTmuxMachine();
    const pid = await hung.serverPid();
    try {
      const both = machine.adapter({ sockets: [hung.socket, machine.socket], timeoutMs: 400 });
      await both.list();
      process.kill(pid, 'SIGSTOP');
      expect((await both.locate({ ...facts, env: {} }))?.ref.pane).toBe(pane);
      expect(await both.locate({ ...facts, env: {}, ancestors: [1] })).toBeNull();
      await expect(both.locate({ ...facts, env: {}, ancestors: [pid] })).rejects.toMatchObject({
        code: 'tmux_not_answering',
      });
    } finally {
      process.kill(pid, 'SIGCONT');
      await hung.dispose();
    }
  });

  it("asks the process's own server only, so that a hung one elsewhere does not matter", async () => {
    const { pane, facts } = await agentInPane();
    const hung = await startTmuxMachine();
    const pid = await hung.serverPid();
    try {
      const both = machine.adapter({ sockets: [hung.socket, machine.socket], timeoutMs: 400 });
      process.kill(pid, 'SIGSTOP');
      expect((await both.locate(facts))?.ref.pane).toBe(pane);
      expect((await both.locate({ ...facts, env: {} }))?.ref.pane).toBe(pane);
      await expect(both.locate({ ...facts, env: {}, tty: '/dev/pts/99999' })).rejects.toMatchObject({
        code: 'tmux_not_answering',
      });
    } finally {
      process.kill(pid, 'SIGCONT');
      await hung.dispose();
    }
  });
});
