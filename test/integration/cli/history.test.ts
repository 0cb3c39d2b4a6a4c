import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/contract/errors.ts';
import { sessionKey } from '../../../src/contract/session.ts';
import { runCli, type CliRun } from '../../helpers/cli.ts';
import type { LooseItem } from '../../helpers/fake-history-pages.ts';
import { fakeSession } from '../../helpers/fake-mission.ts';
import { makeDetail, READY } from '../../helpers/make-history.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';

let home: string;
let rig: ServerRig;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'amc-cli-'));
  rig = await startServer({ dataDir: join(home, 'amc') });
});
afterEach(async () => {
  await rig.dispose();
  rmSync(home, { recursive: true, force: true });
});

const amc = (...args: string[]): Promise<CliRun> =>
  runCli(args, { HOME: home, XDG_DATA_HOME: home, PATH: process.env.PATH ?? '', TZ: 'UTC' });

const IDS = { live: '11111111-aaaa-4bbb-8ccc-dddddddddddd', old: '11112222-aaaa-4bbb-8ccc-dddddddddddd' };
const SAID: LooseItem[] = [
  {
    kind: 'prompt',
    id: 'p',
    at: Date.UTC(2026, 0, 2, 3, 4),
    text: 'list the files\n\u001b[31mred\u001b[0m \u0007',
    images: 1,
  },
  { kind: 'thinking', id: 't', text: 'I should run ls' },
  { kind: 'tool_call', id: 'c', callId: 'x', tool: 'Bash', summary: 'ls', input: 'command: ls' },
  { kind: 'reply', id: 'm', text: 'meanwhile' },
  { kind: 'tool_result', id: 'r', callId: 'x', ok: false, output: 'a.txt', cut: 3 },
  { kind: 'note', id: 'n', note: 'interrupted', text: 'Interrupted' },
  { kind: 'reply', id: 'a', text: 'There is **one** file.' },
];

function putTwo(): void {
  rig.mission.put(fakeSession({ id: IDS.live, title: 'Ledger rounding' }));
  rig.mission.history.put(makeDetail({ id: IDS.old, title: 'Ledger import', lastAt: 5 }));
  rig.mission.said = SAID;
}

describe('amc show', () => {
  test('a conversation as plain text: calls with their results, no control characters, no colours', async () => {
    putTwo();
    const { out, code } = await amc('show', IDS.live);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Ledger rounding
      claude:11111111-aaaa-4bbb-8ccc-dddddddddddd  /home/someone/ledger

      > you  2026-01-02 03:04
      list the files
      red �
        (with 1 image)

        * Bash: ls (failed)

      < agent
      meanwhile

        · Interrupted

      < agent
      There is **one** file.

      "
    `);
  });

  test('tools in full are read whole, thinking is shown when wanted', async () => {
    putTwo();
    rig.mission.history.recordOf = () => ({
      items: [{ kind: 'tool_result', id: 'r', offset: 4, callId: 'x', ok: false, output: 'a.txt\nb.txt' }],
      raw: '{}',
    });
    const { out } = await amc('show', IDS.live, '--tools', 'full', '--thinking');
    expect(out).toContain('  * Bash: ls (failed)\n    command: ls\n  | a.txt\n  | b.txt\n');
    expect(out).toContain('I should run ls');
    expect((await amc('show', IDS.live, '--tools', 'none')).out).not.toContain('Bash');
  });

  test('who belongs to it: subagents below the calls that started them, sessions before and after it', async () => {
    putTwo();
    const subagents = [
      { agentId: 'a1', role: 'Explore', description: 'Look\u001b around', callId: 'x' },
      { agentId: 'a2' },
    ];
    const key = `claude:${IDS.live}` as const;
    rig.mission.history.put(
      makeDetail({
        id: IDS.live,
        subagents,
        links: [{ type: 'cleared_from', key: sessionKey({ agent: 'claude', id: 'before' }) }],
        linkedFrom: [
          { type: 'forked_from', key: sessionKey({ agent: 'claude', id: 'fork' }) },
          { type: 'subagent_of', key: sessionKey({ agent: 'codex', id: 'thread' }), callId: 'x' },
        ],
      }),
    );
    const { out } = await amc('show', IDS.live);
    expect(out).toContain(
      [
        '/home/someone/ledger',
        '  begun by clearing claude:before',
        '  forked into claude:fork',
        `  subagent a2: amc show ${key} --subagent a2`,
        '\n',
      ].join('\n'),
    );
    expect(out).toContain(
      [
        '  * Bash: ls (failed)',
        `    subagent Explore · Look around: amc show ${key} --subagent a1`,
        '    subagent: amc show codex:thread',
        '\n',
      ].join('\n'),
    );
    const own = await amc('show', IDS.live, '--subagent', 'a1', '--limit', '1');
    expect(own.out).toContain('/home/someone/ledger\n  subagent Explore · Look around\n');
    expect(own.out).toContain(`amc show ${key} --subagent a1 --all`);
  });

  test('the part around a place; the whole in pages; JSON', async () => {
    rig.mission.put(fakeSession({ id: IDS.live }));
    rig.mission.said = Array.from({ length: 1_200 }, (_, n) => ({
      kind: 'reply' as const,
      id: `${n}`,
      text: `reply ${n}`,
    }));
    const around = await amc('show', IDS.live, '--at', '600', '--limit', '3', '--json');
    expect(JSON.parse(around.out)).toMatchObject({ before: 599, items: [{ id: '599' }, { id: '600' }, { id: '601' }] });
    const newest = await amc('show', IDS.live, '--limit', '2');
    expect(newest.out).toContain('there is more above');
    const all = await amc('show', IDS.live, '--all');
    expect(all.out.match(/^reply \d+$/gm)).toHaveLength(1_200);
    expect(JSON.parse((await amc('show', IDS.live, '--all', '--json')).out)).toMatchObject({
      before: null,
      after: 1_200,
    });
  });

  test('a session by the beginning of its id, or by words; what could be several is listed; what is none says so', async () => {
    putTwo();
    expect((await amc('show', '11112')).out).toContain('Ledger import');
    expect((await amc('show', 'claude:1111222')).out).toContain('Ledger import');
    expect((await amc('show', 'ledger', 'rounding')).out).toContain('Ledger rounding');
    const both = await amc('show', '1111');
    expect([both.code, both.err]).toEqual([1, expect.stringContaining('could be 2 sessions')]);
    expect(both.err).toContain(`claude:${IDS.old}  Ledger import`);
    const none = await amc('show', 'nothing like it');
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('session_unknown')]);
  });
});

describe('amc export', () => {
  const text = 'x'.repeat(300_000);
  beforeEach(() => {
    putTwo();
    rig.mission.history.exportText = async function* () {
      yield '# Ä\n';
      yield text;
    };
  });

  test('to the terminal, to a file of one’s own, into a folder; never over a file that is there', async () => {
    expect((await amc('export', IDS.live)).out).toBe(`# Ä\n${text}`);
    const file = join(home, 'out.md');
    expect((await amc('export', IDS.live, '--format', 'html', '-o', file)).code).toBe(0);
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([`# Ä\n${text}`, 0o600]);
    expect(rig.mission.history.asked.at(-1)).toMatchObject({ what: 'export', format: 'html' });
    writeFileSync(file, 'mine');
    const again = await amc('export', IDS.live, '-o', file);
    expect([again.code, again.err, readFileSync(file, 'utf8')]).toEqual([
      1,
      expect.stringContaining('file_exists'),
      'mine',
    ]);
    expect((await amc('export', IDS.live, '-o', file, '--force')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('# Ä');
    await amc('export', IDS.live, '-o', home);
    expect(existsSync(join(home, 'claude-ledger.md'))).toBe(true);
  });

  test('that breaks off leaves nothing behind, and what was there as it was', async () => {
    rig.mission.history.exportText = async function* () {
      yield text;
      throw new Error('gone');
    };
    const file = join(home, 'out.md');
    expect(await amc('export', IDS.live, '-o', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('unreachable'),
    });
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, 'mine');
    expect((await amc('export', IDS.live, '-o', file, '--force')).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(home).toSorted()).toEqual(['amc', 'out.md']);
  });

  test('says in its help that secrets stay in it', async () => {
    expect((await amc('export', '--help')).out).toContain('are not taken out');
  });
});

describe('amc index and amc doctor', () => {
  test('how far it is', async () => {
    rig.mission.history.progressNow = {
      state: 'indexing',
      files: { known: 5_000, read: 1_203 },
      bytes: { known: 2_000_000_000, read: 1_234_000_000 },
      etaMs: 40_000,
      unreadable: 3,
      problem: null,
    };
    expect((await amc('index', 'status')).out).toBe(
      'The index is being built: 1,203 of 5,000 files, 1.2 GB of 2.0 GB, about 40 s to go.\n  ! 3 files cannot be read now.\n',
    );
    expect(JSON.parse((await amc('index', 'status', '--json')).out)).toMatchObject({ etaMs: 40_000 });
    expect((await amc('index', 'rebuild')).out).toContain('Everything is read again.');
  });

  test('forgetting wants a yes; it can be given beforehand', async () => {
    rig.mission.history.put(makeDetail({ id: IDS.old, title: 'Old one', sourceDeleted: true }));
    const asked = await amc('index', 'forget');
    expect([asked.code, asked.err]).toEqual([1, expect.stringContaining('Add --yes')]);
    expect(rig.mission.history.asked.filter(({ what }) => what === 'forget')).toEqual([]);
    expect((await amc('index', 'forget', '--yes')).out).toBe('Forgotten: 1.\n');
    await amc('index', 'forget', '--session', '11112', '--yes');
    expect(rig.mission.history.asked.filter(({ what }) => what === 'forget')).toEqual([
      { what: 'forget', key: null },
      { what: 'forget', key: `claude:${IDS.old}` },
    ]);
  });

  test('the doctor: sources and index; a fault that a check finds makes it fail', async () => {
    rig.mission.history.progressNow = { ...READY, files: { known: 3, read: 3 }, bytes: { known: 5_000, read: 5_000 } };
    const well = await amc('doctor');
    expect([well.code, well.out]).toEqual([0, expect.stringContaining('The index is complete: 3 files, 5.0 kB.')]);
    expect(await amc('doctor', '--verify')).toMatchObject({ code: 0, out: expect.stringContaining('no fault') });
    rig.mission.history.faults = [{ invariant: 'I3', path: '/x.jsonl', message: 'bytes 5 to 9 are in no batch.' }];
    expect(await amc('doctor', '--verify')).toMatchObject({
      code: 1,
      out: expect.stringContaining('  ✗ I3 /x.jsonl: bytes 5 to 9 are in no batch.\n'),
    });
    const asJson = await amc('doctor', '--verify', '--json');
    expect([asJson.code, JSON.parse(asJson.out)]).toMatchObject([
      1,
      { verified: { faults: [{}] }, index: {}, sources: [] },
    ]);
  });
});

test('amc ls --all goes on with what is only in the index', async () => {
  putTwo();
  expect((await amc('ls')).out).not.toContain('Ledger import');
  const all = await amc('ls', '--all');
  expect(all.out.trim().split('\n')).toEqual([
    expect.stringContaining('claude'),
    expect.stringContaining('Ledger import'),
  ]);
  expect(JSON.parse((await amc('ls', '--all', '--json')).out)).toMatchObject({ history: [{ title: 'Ledger import' }] });
});

test('an error of the server is told with its next step and its place', async () => {
  rig.mission.history.exportOf = () =>
    Promise.reject(new UserError({ code: 'conversation_not_found', message: 'There is no record.', next: 'Wait.' }));
  rig.mission.put(fakeSession({ id: IDS.live }));
  expect(await amc('export', IDS.live)).toMatchObject({
    code: 1,
    err: 'amc: There is no record.\n  Wait.\n  (conversation_not_found)\n',
  });
});
