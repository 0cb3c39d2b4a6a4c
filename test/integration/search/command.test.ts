import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { searchCommand } from '../../../src/cli/commands/search.ts';
import { runSearch } from '../../../src/services/search/run.ts';
import { makeIndex, type MadeIndex } from '../../helpers/made-index.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';

const NOW = Date.now();

let index: MadeIndex;
let rig: ServerRig;
let home: string;

/** `amc search` in this process, against a real server on a real index. */
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'amc-search-'));
  vi.stubEnv('XDG_DATA_HOME', home);
  index = await makeIndex();
  rig = await startServer({ dataDir: join(home, 'amc') });
  rig.mission.history.search = async (request) => ({
    ...runSearch({ store: index.store, request: { ...request, budgetMs: 2000 }, now: NOW }),
    complete: true,
  });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rig.dispose();
  index.dispose();
  rmSync(home, { recursive: true, force: true });
});

async function search(...args: string[]): Promise<{ out: string; err: string; code: unknown }> {
  let [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  process.exitCode = undefined;
  await searchCommand().parseAsync(args, { from: 'user' });
  vi.restoreAllMocks();
  return { out, err, code: process.exitCode ?? 0 };
}

function addReplies(count: number): void {
  for (let i = 0; i < count; i++) {
    index.add({ session: `s${i}`, facts: { title: { text: `Title ${i}`, rank: 3 }, cwd: '/code/ledger' } }, [
      { kind: 'reply', at: NOW - i * 3_600_000 - 600_000, text: `needle number ${i}` },
    ]);
  }
}

test('tells each message, where it is and how to open it', async () => {
  addReplies(2);
  const { out, err, code } = await search('NEEDLE', 'number');
  expect(out).toBe(
    [
      'claude  ledger  10 min ago  reply  Title 0\n    needle number 0\n    amc show claude:s0 --at 0\n',
      'claude  ledger  1 h ago  reply  Title 1\n    needle number 1\n    amc show claude:s1 --at 0\n',
    ].join('\n'),
  );
  expect([err, code]).toEqual(['', 0]);
});

test('takes words that look like options, but not its own', async () => {
  addReplies(3);
  expect((await search('needle', '-1')).out).not.toContain('needle number 1');
  const { hits } = JSON.parse((await search('--json', 'needle', '-agent:codex', '--', '-2')).out);
  expect(hits).toHaveLength(2);
});

test('goes on until there is enough', async () => {
  addReplies(130);
  const some = await search('needle', '--limit', '105');
  expect(some.out.match(/amc show/g)).toHaveLength(105);
  expect(some.err).toContain('There may be more');
  const all = await search('needle', '--all');
  expect(new Set(all.out.match(/claude:s\d+/g)).size).toBe(130);
  expect(all.err).toBe('');
});

test('nothing found is 1, what cannot be understood is 2 and shown', async () => {
  expect(await search('haystack')).toMatchObject({ out: '', err: 'Nothing was found.\n', code: 1 });
  const bad = await search('foo', 'repo:x');
  expect(bad).toMatchObject({ out: '', code: 2 });
  expect(bad.err).toContain('    foo repo:x\n        ^^^^^\n  Did you mean `project:x`?');
});
