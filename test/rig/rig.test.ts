import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clearAwayAbandoned } from './clear-away.ts';
import { describeRig } from './describe-rig.ts';
import { HOME_PREFIX, OWNER_FILE } from './home.ts';
import { machine, needs } from './machine.ts';
import { processesOf } from './processes.ts';
import { withRig } from './rig.ts';
import { socketsOutside } from './sockets.ts';
import { waitFor } from './wait-for.ts';

const everything = needs('rig', 'tmux', 'zellij', 'claude', 'codex');

describe.skipIf(!everything.ok)(`what a rig leaves behind ${everything.reason}`, () => {
  test.each(['tmux', 'zellij', 'none'] as const)('nothing, after agents worked in %s', async (mux) => {
    const { home, sockets } = await withRig({ mux }, async (rig) => {
      const cwd = rig.projectDir('project');
      const claude = await rig.startClaude({ cwd });
      const codex = await rig.startCodex({ cwd });
      await claude.prompt('SAY:here');
      await codex.prompt('SAY:here');
      expect(processesOf(rig.home).length).toBeGreaterThan(3);
      return { home: rig.home, sockets: socketsOutside(rig.home, processesOf(rig.home)) };
    });
    expect(processesOf(home)).toEqual([]);
    expect(existsSync(home)).toBe(false);
    // Codex's two, under /tmp.
    expect(sockets).toHaveLength(2);
    expect(sockets.filter((path) => existsSync(path))).toEqual([]);
  });

  test('nothing, when a test throws while agents wait and work', async () => {
    let home = '';
    const failing = withRig({ mux: 'tmux' }, async (rig) => {
      home = rig.home;
      const cwd = rig.projectDir('project');
      const claude = await rig.startClaude({ cwd });
      const codex = await rig.startCodex({ cwd });
      await claude.prompt('SLOW:600000');
      await codex.prompt('BASH:sleep 600');
      await codex.choose(/Would you like to run/, 'y');
      throw new Error('the test failed midway');
    });
    await expect(failing).rejects.toThrow('the test failed midway');
    expect(processesOf(home)).toEqual([]);
    expect(existsSync(home)).toBe(false);
  });
});

describe.skipIf(!machine.rig.available)('a rig whose process was killed', () => {
  test('is cleared away by the next one', async () => {
    const home = mkdtempSync(HOME_PREFIX);
    const orphan = spawn('sleep', ['600'], { env: { PATH: process.env.PATH, HOME: home }, stdio: 'ignore' });
    await expect.poll(() => processesOf(home).length, { timeout: 10_000 }).toBe(1);
    writeFileSync(join(home, OWNER_FILE), '1 0');
    await clearAwayAbandoned();
    expect(existsSync(home)).toBe(false);
    expect(orphan.signalCode).toBe('SIGTERM');
  });
});

describeRig('several agents on one mock', { mux: 'tmux', agents: ['claude', 'codex'] }, (rig) => {
  test('each gets its own answers', async () => {
    const cwd = rig().projectDir('shared');
    const agents = [
      await rig().startClaude({ cwd }),
      await rig().startClaude({ cwd }),
      await rig().startCodex({ cwd }),
      await rig().startCodex({ cwd }),
    ];
    await Promise.all(agents.map((agent, index) => agent.prompt(`SAY:answer number ${index}`)));
    await Promise.all(agents.map((agent, index) => agent.waitForScreen(new RegExp(`[●•] answer number ${index}`))));
    const logs = agents.map((agent) => JSON.stringify(agent.records()));
    logs.forEach((log, index) => {
      expect(log).toContain(`answer number ${index}`);
      expect(log).not.toContain(`answer number ${(index + 1) % agents.length}`);
    });
  });
});

for (const mux of ['tmux', 'zellij'] as const) {
  describeRig('a pane', { mux }, (rig) => {
    test('has the size of the terminal and the environment of the rig', async () => {
      const pane = await rig().openPane({ cwd: rig().projectDir('pane'), env: { EXTRA: 'a b' }, name: 'mine' });
      await pane.write('stty size; echo "[$HOME][$EXTRA]"; pwd\r');
      const projectShown = async () => {
        const text = await pane.screen();
        return text.includes(join(rig().home, 'p', 'pane')) ? text : undefined;
      };
      const screen = await waitFor(projectShown, { what: 'the shell to answer', context: () => pane.screen() });
      expect(screen).toContain(`[${rig().home}][a b]`);
      // Zellij keeps two rows for its bars.
      expect(screen).toMatch(mux === 'tmux' ? /^50 200$/m : /^48 200$/m);
    });

    test('can be looked at by a person', async () => {
      const person = await rig().attachClient();
      await person.write('echo "typed by $USER"\r');
      await expect.poll(() => person.screen(), { timeout: 30_000 }).toContain('typed by rig');
    });
  });
}
