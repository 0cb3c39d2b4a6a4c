import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeHistoryHome, type HistoryHome } from './ledger.ts';
import { noStrace, recorded, recording, spread, tampering, type Call } from './strace.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** So many of the calls that change a file; `AMC_NTH=all`: each of them. */
const NTH = process.env['AMC_NTH'] === 'all' ? Infinity : 4;
const LONG = { timeout: 300_000 };

/** What is said when nothing is left to do. */
const END = { install: 'is installed there already', uninstall: 'it is not installed there' };

/** AMC never writes to a settings file: it puts a folder of its own beside it. */
describe.skipIf(noStrace !== null)(
  `the hooks and a fault at the Nth change of a file (${noStrace ?? 'with strace'})`,
  () => {
    let place: HistoryHome;
    let settings: string;
    let before: { text: string; mtimeMs: number; ino: number };

    beforeEach(() => {
      place = makeHistoryHome();
      settings = join(place.home, '.claude/settings.json');
      mkdirSync(join(place.home, '.claude'));
      writeFileSync(settings, '{ "hooks": { "Stop": [] }, "model": "opus" }');
      before = settingsNow();
    });
    afterEach(() => place.dispose());

    test('F29 kill -9 at each step of the installation: settings as they were, the next one mends it', LONG, () => {
      expect(strikeAtEach('install', 'signal=SIGKILL')).toBeGreaterThan(1);
    });

    test('F29 kill -9 at each step of taking them out: settings as they were, the next one ends it', LONG, () => {
      expect(strikeAtEach('uninstall', 'signal=SIGKILL')).toBeGreaterThan(1);
    });

    test(
      'F40 a full disk at each write of the installation: settings as they were, the next one mends it',
      LONG,
      () => {
        strikeAtEach('install', 'error=ENOSPC');
      },
    );

    /** How often it was killed. */
    function strikeAtEach(command: 'install' | 'uninstall', what: string): number {
      const trace = join(place.home, 'trace');
      prepare(command);
      expect(hooks(command, recording(trace)).status).toBe(0);
      const calls: readonly Call[] = spread(recorded(trace, join(place.home, '.claude')), NTH);
      expect(calls.length).toBeGreaterThan(1);
      let killed = 0;
      for (const call of calls) {
        prepare(command);
        if (hooks(command, tampering(call, what)).signal === 'SIGKILL') killed += 1;
        expect(settingsNow()).toEqual(before);
        expect(hooks(command).status).toBe(0);
        expect(hooks(command).stdout).toContain(END[command]);
        expect(settingsNow()).toEqual(before);
      }
      return killed;
    }

    function prepare(command: 'install' | 'uninstall'): void {
      if (command === 'uninstall') expect(hooks('install').status).toBe(0);
      else {
        hooks('uninstall');
        rmSync(place.dataDir, { recursive: true, force: true });
      }
    }

    function hooks(command: string, under: readonly string[] = []) {
      const [program = '', ...args] = [...under, process.execPath, MAIN, 'hooks', command, '--yes'];
      return spawnSync(program, args, { env: place.env, encoding: 'utf8' });
    }

    function settingsNow(): typeof before {
      const { mtimeMs, ino } = statSync(settings);
      return { text: readFileSync(settings, 'utf8'), mtimeMs, ino };
    }
  },
);
