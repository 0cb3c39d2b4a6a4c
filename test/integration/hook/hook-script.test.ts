import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRoot, Kit, mountSmall, shells, SILENT } from './kit.ts';

const PAYLOAD = JSON.stringify({
  session_id: 's1',
  hook_event_name: 'Stop',
  text: '$(touch /tmp/x) `id` \' " \\ % ä 🙂',
});
const MB = 1024 * 1024;

let kit: Kit;

beforeEach(() => {
  kit = new Kit();
});

afterEach(() => kit.remove());

describe.each(shells)('with $name', (shell) => {
  it('writes the environment and the payload as it came', async () => {
    const env = {
      TMUX: '/tmp/a b,1,0',
      TMUX_PANE: '%1',
      CLAUDE_PROJECT_DIR: '/p/$(id)`id`\n"é=',
      ZELLIJ: '',
      SECRET: "not AMC's",
    };
    expect(await kit.run({ shell, env, input: PAYLOAD })).toEqual(SILENT);
    const { file, header, payload } = kit.onlyEvent();
    expect(file).toMatch(/^\d+\.0\.event$/);
    expect(header).toEqual([
      'amc1',
      'TMUX=/tmp/a b,1,0',
      'TMUX_PANE=%1',
      'ZELLIJ=',
      'CLAUDE_PROJECT_DIR=/p/$(id)`id`\n"é=',
    ]);
    expect(payload.toString()).toBe(PAYLOAD);
    expect(statSync(join(kit.spool, file)).mode & 0o777).toBe(0o600);
  });

  it('copies any bytes, also many', async () => {
    const input = Buffer.alloc(12 * MB, Buffer.from([0, 1, 255, 10, 13, 92, 39]));
    expect(await kit.run({ shell, input })).toEqual(SILENT);
    expect(kit.onlyEvent().payload.equals(input)).toBe(true);
  });

  it('never overwrites what has its name, and never takes the name of a relay', async () => {
    const before = 'cd "${0%/*}/../data"; echo old >spool/$$.0.event; echo old >relay/$$.1; echo old >spool/.$$.2.part';
    expect(await kit.run({ shell, before, input: PAYLOAD })).toEqual(SILENT);
    const written = kit.files().find((file) => file.endsWith('.3.event'));
    expect(readFileSync(join(kit.spool, written ?? 'none'), 'utf8')).toBe(`amc1\0\0${PAYLOAD}`);
    for (const old of kit.files().filter((file) => file !== written)) {
      expect(readFileSync(join(kit.spool, old), 'utf8')).toBe('old\n');
    }
  });

  it('finds the data folder by the environment when none is baked in', async () => {
    rmSync(join(kit.plugin, 'data-dir'));
    const home = join(kit.root, 'home');
    mkdirSync(join(kit.root, 'xdg/amc/spool'), { recursive: true });
    mkdirSync(join(home, '.local/share/amc/spool'), { recursive: true });
    expect(await kit.run({ shell, env: { HOME: home, XDG_DATA_HOME: join(kit.root, 'xdg') } })).toEqual(SILENT);
    expect(await kit.run({ shell, env: { HOME: home } })).toEqual(SILENT);
    expect(statSync(join(kit.root, 'xdg/amc/spool')).nlink).toBe(2);
    const count = (folder: string) => Kit.prototype.files.call({ spool: folder }).length;
    expect([count(join(kit.root, 'xdg/amc/spool')), count(join(home, '.local/share/amc/spool'))]).toEqual([1, 1]);
  });

  describe('is silent and takes its whole input', () => {
    const input = Buffer.alloc(MB, 'x');

    /** An agent tells its user of a hook that closes its input early, so the hook must read it to the end. */
    async function expectSilence(options: Parameters<Kit['start']>[0] = {}): Promise<void> {
      const hook = kit.start({ shell, input, ...options });
      const broken = new Promise((resolve) => hook.child.stdin?.once('error', resolve));
      expect(await Promise.race([hook.ended, broken])).toEqual(SILENT);
    }

    it('without a spool', async () => {
      rmSync(kit.spool, { recursive: true });
      await expectSilence();
      expect(existsSync(kit.spool)).toBe(false);
    });

    it('without any data folder, HOME or PATH', async () => {
      rmSync(join(kit.plugin, 'data-dir'));
      await expectSilence({ before: 'unset HOME XDG_DATA_HOME PATH' });
    });

    it('when the spool is a file', async () => {
      rmSync(kit.spool, { recursive: true });
      writeFileSync(kit.spool, 'mine');
      await expectSilence();
      expect(readFileSync(kit.spool, 'utf8')).toBe('mine');
    });

    it('when the spool cannot be written', async () => {
      for (const folder of [kit.root, kit.data, kit.plugin]) chmodSync(folder, 0o755);
      chmodSync(kit.spool, 0o555);
      await expectSilence(isRoot ? { spawn: { uid: 65_534, gid: 65_534 } } : {});
      chmodSync(kit.spool, 0o700);
      expect(kit.files()).toEqual([]);
    });

    it('when the file cannot grow, and leaves nothing', async () => {
      await expectSilence({ before: 'ulimit -f 4' });
      expect(kit.files()).toEqual([]);
    });

    it.skipIf(!isRoot)('when the disk is full, and leaves nothing', async (context) => {
      const disk = mountSmall(kit.spool, 64);
      if (disk === null) return context.skip();
      try {
        await expectSilence();
        expect(kit.files()).toEqual([]);
        expect(await kit.run({ shell, input: PAYLOAD })).toEqual(SILENT);
        expect(kit.onlyEvent().payload.toString()).toBe(PAYLOAD);
      } finally {
        disk.unmount();
      }
    });

    it('when AMC was away so long that the spool is full', async () => {
      writeFileSync(join(kit.spool, '.full'), '');
      await expectSilence();
      expect(kit.files()).toEqual(['.full']);
    });

    it('when the user has functions with the names of programs', async () => {
      const before = 'cat() { echo meow; }; mv() { echo no; }; rm() { echo no; }';
      await expectSilence({ before });
      expect(kit.onlyEvent().payload.equals(input)).toBe(true);
    });
  });

  it('is silent with stdin, stdout or stderr closed', async () => {
    for (const before of ['exec <&-', 'exec >&-', 'exec 2>&-', 'exec <&- >&- 2>&-']) {
      expect([before, await kit.run({ shell, before })]).toEqual([before, SILENT]);
      expect([before, await kit.run({ shell, before, relay: true })]).toEqual([before, SILENT]);
    }
    expect(kit.files().filter((file) => file.endsWith('.part'))).toEqual([]);
  });

  it('notices that the spool is too full', async () => {
    kit.set('amc_looks', 1);
    kit.set('amc_spool_limit', 200);
    expect(await kit.run({ shell, input: Buffer.alloc(100_000) })).toEqual(SILENT);
    expect(await kit.run({ shell, input: Buffer.alloc(200_000) })).toEqual(SILENT);
    expect(kit.files()).toHaveLength(2);
    expect(await kit.run({ shell })).toEqual(SILENT);
    expect(kit.files()).toEqual(['.full', ...kit.files().slice(1)]);
    expect(kit.files()).toHaveLength(3);
  });
});

it('loses nothing when 300 come at once', async () => {
  const inputs = Array.from({ length: 300 }, (_, index) => JSON.stringify({ index, text: 'x'.repeat(index * 10) }));
  const ended = await Promise.all(inputs.map((input) => kit.run({ input })));
  expect(ended.filter(({ code, stdout, stderr }) => code !== 0 || stdout + stderr !== '')).toEqual([]);
  const written = kit.files().map((file) => readFileSync(join(kit.spool, file), 'utf8').replace('amc1\0\0', ''));
  expect(written.toSorted()).toEqual(inputs.toSorted());
});
