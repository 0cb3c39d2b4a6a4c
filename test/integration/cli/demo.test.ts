import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DemoProcess } from '../../helpers/demo-process.ts';
import { runCli } from '../../helpers/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'amc-demo-test-'));
const home = join(folder, 'home');
const temporary = mkdtempSync(join(folder, 'tmp-'));
const env = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: temporary, XDG_DATA_HOME: join(home, 'data') };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('amc --demo', () => {
  it('says what it is, answers, and leaves nothing behind', async () => {
    const demo = await DemoProcess.start(env);
    expect(demo.output).toContain('All its agents are simulated: nothing on this machine is read or changed.');
    expect(demo.url).not.toContain(':7400');
    expect((await fetch(`${demo.url}/api/health`)).status).toBe(401);
    expect(readdirSync(temporary)).toHaveLength(1);
    expect(await demo.stop()).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    expect(() => readdirSync(home)).toThrow('ENOENT');
  });

  it('refuses a time that is none, and a number that is none', async () => {
    for (const args of [
      ['--demo', '--demo-at', 'noon'],
      ['--demo', '--demo-sessions', 'many'],
    ]) {
      const { code, err } = await runCli(args, env);
      expect(code).not.toBe(0);
      expect(err).toContain('Expected');
    }
  });
});
