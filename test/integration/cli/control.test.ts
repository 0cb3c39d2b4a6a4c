import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Request } from '../../../src/contract/request.ts';
import type { CliRun } from '../../helpers/cli.ts';
import {
  elicitation,
  makeSession,
  offers,
  permission,
  plan,
  proseQuestion,
  question,
  type SessionParts,
} from '../../helpers/make-session.ts';
import { startServer, type ServerRig } from '../../helpers/server-rig.ts';
import { until } from '../../helpers/wait.ts';
import { breakOff } from './break-off.ts';
import { startCli, type RunningCli } from './run-cli.ts';
import { CONFIRMED, keyOf, PROOF, REFUSED, ScriptedMission, UNKNOWN, WAY } from './scripted-mission.ts';

let home: string;
let mission: ScriptedMission;
let rig: ServerRig;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'amc-cli-'));
  mission = new ScriptedMission();
  rig = await startServer({ dataDir: join(home, 'amc'), mission });
});
afterEach(async () => {
  await rig.dispose();
  rmSync(home, { recursive: true, force: true });
});

const env = (): Record<string, string> => ({
  HOME: home,
  XDG_DATA_HOME: home,
  PATH: process.env.PATH ?? '',
  TZ: 'UTC',
});
const start = (...args: string[]): RunningCli => startCli(args, env());
const onTerminal = (...args: string[]): RunningCli => startCli(args, env(), { terminal: true });

/** With nothing piped in. */
function amc(...args: string[]): Promise<CliRun> {
  const cli = start(...args);
  cli.end();
  return cli.done;
}

function piped(text: string | Buffer, ...args: string[]): Promise<CliRun> {
  const cli = start(...args);
  cli.write(text.toString('latin1'));
  cli.end();
  return cli.done;
}

const API = 'aaaa1111-2222-4333-8444-555555555555';
const WEB = 'bbbb1111-2222-4333-8444-555555555555';
const OLD = 'cccc1111-2222-4333-8444-555555555555';

function put(parts: Partial<SessionParts> = {}): void {
  mission.put(makeSession({ id: API, title: 'Ledger rounding', project: 'api', place: 'tmux work:1.0', ...parts }));
}

function putThree(...requests: Request[]): void {
  put({ requests });
  mission.put(makeSession({ id: WEB, title: 'Ledger page', project: 'web', place: 'tmux work:2.0', value: 'idle' }));
  mission.put(makeSession({ id: OLD, title: 'Ledger import', project: 'old', value: 'ended' }));
}

const sent = (): unknown[] => mission.submitted.map(({ sessionKey, action }) => [sessionKey, action]);

describe('amc send: the receipt decides how it ends', () => {
  beforeEach(() => putThree());

  test('confirmed: 0, with the evidence and the way; AMC knows that the command line asked', async () => {
    const { code, out, err } = await amc('send', 'api', 'run the tests');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      '✓ Ledger rounding: prompt "run the tests" confirmed after 120 ms through tmux: transcript: recorded as a prompt\n',
    );
    expect(sent()).toEqual([[keyOf(API), { type: 'prompt', text: 'run the tests' }]]);
    expect(mission.submitted[0]?.idempotencyKey).toMatch(/^[\w-]{8,}$/);
    expect(mission.actors).toMatchObject([{ by: 'cli', client: expect.stringMatching(/^amc\/\d/) }]);
  });

  test('refused: 1, with the reason and what to do, none of it driving the terminal', async () => {
    mission.script = () => REFUSED;
    expect(await amc('send', 'api', 'hello')).toEqual({
      code: 1,
      out: '',
      err: [
        '✗ Ledger rounding: prompt "hello" refused after 80 ms',
        '  A dialog [2J stands open. (dialog_open)',
        '  Answer it first.',
        '  command c1',
        '',
      ].join('\n'),
    });
  });

  test('unknown: 3, and never sent again', async () => {
    mission.script = () => UNKNOWN;
    const { code, out, err } = await amc('send', 'api', 'hello');
    expect([code, out, err]).toEqual([3, '', expect.stringContaining('? Ledger rounding: prompt "hello" unknown')]);
    expect(err).toContain('Nothing was recorded. (no_record)');
    expect(mission.submitted).toHaveLength(1);
  });

  test('what cannot be understood: 2, and nothing is sent, also when AMC does not run', async () => {
    for (const args of [
      ['send'],
      ['send', '--bogus', 'api', 'x'],
      ['send', 'api', '  '],
      ['send', 'api', 'x', '--hold', '61'],
      ['send', 'api', '--file', join(home, 'nowhere')],
      ['send', 'api', 'x', '--attach', home],
    ]) {
      const { code, out, err } = await amc(...args);
      expect([code, out, err], args.join(' ')).toEqual([2, '', expect.stringMatching(/\S/)]);
    }
    await rig.server.dispose();
    expect(await amc('send', '--bogus')).toMatchObject({ code: 2 });
    expect(mission.submitted).toEqual([]);
  });

  test('an AMC that does not run: 1', async () => {
    await rig.server.dispose();
    expect(await amc('send', 'api', 'hello')).toMatchObject({ code: 1, err: expect.stringContaining('not_running') });
  });

  test('an AMC that breaks off before it answers: 3, because nobody knows whether it arrived', async () => {
    const breaksOff = await breakOff(rig.dataDir, mission.sessions());
    const { code, err } = await amc('send', 'api', 'hello');
    await breaksOff.close();
    expect([code, err, breaksOff.posts()]).toEqual([
      3,
      expect.stringContaining('whether the command arrived is not known'),
      1,
    ]);
  });

  test('the exit codes are in the help', async () => {
    const { code, out } = await amc('send', '--help');
    expect(code).toBe(0);
    expect(out).toContain('3 sent but not proven');
  });

  test('JSON: the command as AMC has it, one a line, whatever became of it', async () => {
    mission.script = ({ sessionKey }) => (sessionKey === keyOf(API) ? REFUSED : CONFIRMED);
    const { code, out } = await amc('send', 'api', 'web', 'hello', '--yes', '--json');
    const commands = out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(code).toBe(1);
    expect(commands.toSorted((a, b) => a.id.localeCompare(b.id))).toMatchObject([
      { id: 'c1', sessionKey: keyOf(API), delivery: { state: 'refused', reason: { code: 'dialog_open' } } },
      { id: 'c2', sessionKey: keyOf(WEB), delivery: { state: 'confirmed', evidence: { source: 'transcript' } } },
    ]);
  });
});

describe('amc send: what goes where', () => {
  beforeEach(() => putThree());

  test('a session by its key, the beginning of its id, words of its title', async () => {
    for (const name of [keyOf(WEB), 'bbbb', 'ledger page']) {
      expect((await amc('send', name, 'x')).code, name).toBe(0);
    }
    expect(new Set(mission.submitted.map(({ sessionKey }) => sessionKey))).toEqual(new Set([keyOf(WEB)]));
  });

  test('a name that could be several lists them and sends nothing; one that is none says so', async () => {
    const both = await amc('send', 'ledger', 'x');
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('"ledger" could be 2 sessions:')]);
    expect(both.err).toContain(`  ${keyOf(API)}  api  work:1.0  Ledger rounding\n`);
    expect(both.err).not.toContain(OLD);
    expect(await amc('send', 'api', 'ledger', 'x', '--yes')).toMatchObject({ code: 2 });
    expect(await amc('send', 'nobody', 'x')).toMatchObject({
      code: 1,
      err: expect.stringContaining('session_unknown'),
    });
    expect(mission.submitted).toEqual([]);
  });

  test('text from a pipe, from a file, with files, behind the running turn, with time to take it back', async () => {
    const file = join(home, 'plan.md');
    writeFileSync(file, '# Plan\n\nfirst\n');
    await piped('one\ntwo\n', 'send', 'api');
    await piped('three', 'send', 'api', '-');
    await piped('four', 'send', 'api', '--file', '-');
    await amc('send', 'api', '--file', file);
    await amc('send', 'api', 'look', '--attach', file, '--attach', file, '--after-turn', '--hold', '0.5');
    expect(mission.submitted.map(({ action }) => action)).toEqual([
      { type: 'prompt', text: 'one\ntwo' },
      { type: 'prompt', text: 'three' },
      { type: 'prompt', text: 'four' },
      { type: 'prompt', text: '# Plan\n\nfirst' },
      { type: 'prompt', text: 'look', attachments: [{ path: file }, { path: file }], when: 'after_turn' },
    ]);
    expect(mission.submitted.map(({ holdMs }) => holdMs)).toEqual([undefined, undefined, undefined, undefined, 500]);
  });

  test('what is no text is not sent', async () => {
    const file = join(home, 'image.png');
    writeFileSync(file, Buffer.from([0x89, 0x50, 0xff, 0xfe]));
    const { code, err } = await amc('send', 'api', '--file', file);
    expect([code, err, sent()]).toEqual([2, expect.stringContaining('no UTF-8'), []]);
  });

  test('several: shown first, sent after a yes only, each with its own receipt; the worst decides', async () => {
    const asked = await amc('send', 'api', 'web', 'pull');
    expect([asked.code, asked.err]).toEqual([1, expect.stringContaining('Add --yes')]);
    expect(asked.err).toContain('To 2 sessions: pull\n  Ledger rounding  api');
    expect(mission.submitted).toEqual([]);
    mission.script = ({ sessionKey }) => (sessionKey === keyOf(API) ? UNKNOWN : CONFIRMED);
    const { code, out, err } = await amc('send', 'api', 'web', 'pull', '--yes');
    expect(code).toBe(3);
    expect(out).toContain('✓ Ledger page: prompt "pull" confirmed');
    expect(err).toContain('? Ledger rounding: prompt "pull" unknown');
  });

  test('--all: every session that a prompt can reach', async () => {
    expect((await amc('send', '--all', 'stop for lunch', '--yes')).code).toBe(0);
    expect(mission.submitted.map(({ sessionKey }) => sessionKey)).toEqual([keyOf(API), keyOf(WEB)]);
  });

  test('one of several that AMC does not take: the others go on, and it fails', async () => {
    mission.script = ({ sessionKey }) => {
      if (sessionKey === keyOf(API)) throw new Error('a bug');
      return CONFIRMED;
    };
    const { code, out } = await amc('send', 'api', 'web', 'x', '--yes');
    expect([code, out]).toEqual([1, expect.stringContaining('✓ Ledger page')]);
  });
});

describe('waiting', () => {
  beforeEach(() => {
    putThree();
    mission.script = () => WAY;
  });

  test('goes on until the receipt is there', async () => {
    const cli = start('send', 'api', 'x');
    await until('it waits', () => mission.isWaitedFor);
    expect(cli.out()).toBe('');
    mission.step('c1', PROOF);
    expect(await cli.done).toMatchObject({ code: 0, out: expect.stringContaining('confirmed') });
  });

  test('--timeout: 3, the command goes on, and `amc wait` gets its receipt', async () => {
    const { code, err } = await amc('send', 'api', 'x', '--timeout', '0.2');
    expect([code, err]).toEqual([3, expect.stringContaining('it goes on. Its receipt: amc wait c1')]);
    mission.step('c1', PROOF);
    expect(await amc('wait', 'c1')).toMatchObject({ code: 0, out: expect.stringContaining('Ledger rounding') });
    expect(await amc('wait', 'c9')).toMatchObject({ code: 1, err: expect.stringContaining('command_unknown') });
  });

  test('--no-wait: 0 when AMC has taken it; what becomes of it, later', async () => {
    const { code, out } = await amc('send', 'api', 'x', '--no-wait');
    expect([code, out]).toEqual([0, expect.stringContaining('Not waited for. Its receipt: amc wait c1')]);
    mission.script = () => REFUSED;
    expect(await amc('send', 'api', 'x', '--no-wait', '--json')).toMatchObject({ code: 0, err: '' });
    expect(await amc('wait', 'c2', '--no-wait')).toMatchObject({
      code: 1,
      err: expect.stringContaining('dialog_open'),
    });
  });

  test('Ctrl-C stops the waiting only: 130, with the id', async () => {
    const cli = start('send', 'api', 'x');
    await until('it waits', () => mission.isWaitedFor);
    cli.interrupt();
    const { code, err } = await cli.done;
    expect([code, err]).toEqual([130, expect.stringContaining('It goes on. Its receipt: amc wait c1')]);
    expect(mission.commands.get('c1')?.delivery.state).toBe('accepted');
  });

  test('an AMC that goes away meanwhile: 3, and nothing is sent again', async () => {
    const cli = start('send', 'api', 'x');
    await until('it waits', () => mission.isWaitedFor);
    await rig.server.dispose();
    const { code, err } = await cli.done;
    expect([code, err]).toEqual([3, expect.stringContaining('AMC went away: what became of it is not known')]);
    expect(mission.submitted).toHaveLength(1);
  });

  test('taking back: while nothing has been sent, not later', async () => {
    mission.script = () => [];
    await amc('send', 'api', 'x', '--no-wait', '--hold', '60');
    expect(await amc('cancel', 'c1')).toMatchObject({ code: 0, out: 'Taken back: prompt "x" (command c1)\n' });
    mission.script = () => CONFIRMED;
    await amc('send', 'api', 'x');
    expect(await amc('cancel', 'c2')).toMatchObject({ code: 1, err: expect.stringContaining('command_closed') });
    expect(await amc('cancel', 'c2', 'c9')).toMatchObject({ code: 1, err: expect.stringContaining('command_unknown') });
  });
});

describe('on a terminal', () => {
  beforeEach(() => putThree(permission({ id: 'p1', command: 'rm -rf build' })));

  test('one live line tells how far it is, and leaves only the receipt', async () => {
    mission.script = () => WAY;
    const cli = onTerminal('send', 'api', 'x');
    await until('the line is there', () => cli.out().includes('accepted through tmux, waits for the agent'));
    mission.step('c1', PROOF);
    const { code, out } = await cli.done;
    expect(code).toBe(0);
    expect(out).toContain('\r\u001b[2K✓ Ledger rounding: prompt "x" confirmed');
  });

  test('Ctrl-C leaves the command', async () => {
    mission.script = () => WAY;
    const cli = onTerminal('send', 'api', 'x');
    await until('the line is there', () => cli.out().includes('accepted through tmux'));
    cli.interrupt();
    expect(await cli.done).toMatchObject({ code: 130, out: expect.stringContaining('amc wait c1') });
  });

  test('several are asked about: a no and Ctrl-C send nothing, a yes does', async () => {
    for (const [typed, code] of [
      ['n\n', 1],
      ['\u0003', 1],
      ['y\n', 0],
    ] as const) {
      const cli = onTerminal('send', 'api', 'web', 'x');
      await until('it asks', () => cli.out().includes('Send it? [y/N]'));
      expect(mission.submitted).toEqual([]);
      cli.write(typed);
      expect((await cli.done).code, typed).toBe(code);
    }
    expect(mission.submitted).toHaveLength(2);
  });

  test('an approval without a number shows what it is, and wants a yes', async () => {
    const cli = onTerminal('approve', 'api');
    await until('it asks', () => cli.out().includes('Yes: send this? [y/N]'));
    expect(cli.out()).toContain('| rm -rf build');
    cli.write('n\n');
    expect((await cli.done).code).toBe(1);
    expect(mission.submitted).toEqual([]);
  });
});

const DATABASE = {
  id: 'q1',
  text: 'Which database?',
  multiSelect: false,
  options: [{ label: 'Postgres', description: 'as today' }, { label: 'SQLite' }],
  takesFreeText: true,
};
const PARTS = {
  id: 'q2',
  text: 'Which parts?',
  multiSelect: true,
  options: [{ label: 'Search' }, { label: 'Sync' }, { label: 'Export, import' }],
  takesFreeText: true,
};

/** Numbers as `amc requests` gives them, by request id. */
async function numbers(): Promise<Record<string, string>> {
  const { out } = await amc('requests', '--json');
  const { requests } = JSON.parse(out) as { requests: { number: string; request: { id: string } }[] };
  return Object.fromEntries(requests.map(({ number, request }) => [request.id, number]));
}

describe('amc answer', () => {
  const answer = (requestId: string, answers: object): unknown => [keyOf(API), { type: 'answer', requestId, answers }];

  test('a question by label, by number, in own words', async () => {
    putThree(question({ id: 'r1', questions: [DATABASE] }));
    expect((await amc('answer', 'api', 'post')).code).toBe(0);
    await amc('answer', 'api', '2');
    await amc('answer', 'api', '--text', 'neither', '--note', 'for now');
    expect(sent()).toEqual([
      answer('r1', { q1: { labels: ['Postgres'] } }),
      answer('r1', { q1: { labels: ['SQLite'] } }),
      answer('r1', { q1: { labels: [], text: 'neither', note: 'for now' } }),
    ]);
  });

  test('several questions in their order, or each by its number', async () => {
    putThree(question({ id: 'r1', questions: [DATABASE, PARTS] }));
    await amc('answer', 'api', 'Postgres', 'Sync,Search');
    await amc(
      'answer',
      'api',
      '--q',
      '2',
      '--choose',
      'Export, import',
      '--choose',
      '1',
      '--q',
      '1',
      '--choose',
      'sqlite',
    );
    await amc('answer', 'api', '--text', 'MySQL', '--q', '2', 'Search');
    expect(sent()).toEqual([
      answer('r1', { q1: { labels: ['Postgres'] }, q2: { labels: ['Search', 'Sync'] } }),
      answer('r1', { q1: { labels: ['SQLite'] }, q2: { labels: ['Search', 'Export, import'] } }),
      answer('r1', { q1: { labels: [], text: 'MySQL' }, q2: { labels: ['Search'] } }),
    ]);
  });

  test('what does not fit is told with what is asked, and nothing is sent', async () => {
    putThree(question({ id: 'r1', questions: [DATABASE, PARTS] }));
    expect(await amc('answer', 'api', '--field', 'a=b')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no form'),
    });
    const { code, err } = await amc('answer', 'api', 'Oracle', 'Search');
    expect([code, err]).toEqual([2, expect.stringContaining('own words it would be --text. It is asked:\n  1. Which')]);
    expect(mission.submitted).toEqual([]);
  });

  test('a form', async () => {
    const fields = [
      {
        id: 'region',
        label: 'Region',
        type: 'select' as const,
        required: true,
        options: [{ value: 'eu', label: 'Europe' }],
      },
      { id: 'replicas', label: 'Replicas', type: 'integer' as const, required: true, initial: '2' },
      { id: 'dry', label: 'Dry run', type: 'boolean' as const, required: false },
    ];
    putThree(elicitation({ id: 'e1', fields }));
    expect((await amc('answer', 'api', '--field', 'region=eu', '--field', 'dry run=yes')).code).toBe(0);
    expect(sent()).toEqual([
      answer('e1', {
        region: { labels: ['Europe'] },
        replicas: { labels: [], text: '2' },
        dry: { labels: [], text: 'true' },
      }),
    ]);
    expect(await amc('answer', 'api')).toMatchObject({ code: 2, err: expect.stringContaining('"Region" is needed.') });
  });

  test('a reply that ends by asking is answered by a prompt', async () => {
    putThree(proseQuestion({ id: 'w1', text: 'Shall I go on?' }));
    await amc('answer', 'api', 'yes, go on');
    expect(sent()).toEqual([[keyOf(API), { type: 'prompt', text: 'yes, go on' }]]);
  });

  test('which of several: by its number, in front or as an option', async () => {
    putThree(question({ id: 'r1', questions: [DATABASE] }), question({ id: 'r2', questions: [PARTS] }));
    const { code, err } = await amc('answer', 'api', 'Postgres');
    const { r1 = '', r2 = '' } = await numbers();
    expect([code, err]).toEqual([
      2,
      expect.stringContaining(`  ${r1}  asks: Which database?\n  ${r2}  asks: Which parts?`),
    ]);
    await amc('answer', 'api', r2, 'Sync');
    await amc('answer', 'api', 'SQLite', '--request', r1);
    expect(sent()).toEqual([answer('r2', { q2: { labels: ['Sync'] } }), answer('r1', { q1: { labels: ['SQLite'] } })]);
  });

  test('what is no question says what to use', async () => {
    putThree(permission({ id: 'p1', command: 'ls' }));
    expect(await amc('answer', 'api', 'yes')).toMatchObject({ code: 2, err: expect.stringContaining('amc approve') });
    expect(await amc('answer', 'web', 'yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('waits for nothing'),
    });
  });
});

describe('amc approve and amc deny', () => {
  const approve = (requestId: string, choiceId: string): unknown => [
    keyOf(API),
    { type: 'approve', requestId, choiceId },
  ];

  test('the only request: this once, always, or by a choice; the receipt says what it was', async () => {
    putThree(permission({ id: 'p1', command: 'rm -rf build' }));
    const { code, out } = await amc('approve', 'api');
    expect([code, out]).toEqual([0, expect.stringContaining('approve (wants to: rm -rf build) confirmed')]);
    await amc('approve', 'api', '--always');
    await amc('approve', 'api', '--choice', '2');
    const [once, ...always] = sent();
    expect(once).toEqual(approve('p1', 'allow'));
    expect(always).toEqual([approve('p1', 'always:0'), approve('p1', 'always:0')]);
    expect(await amc('approve', 'api', '--choice', 'deny')).toMatchObject({
      code: 2,
      err: expect.stringContaining('amc deny'),
    });
    expect(await amc('approve', 'api', '--choice', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('  approve 1  Yes  [allow]\n'),
    });
  });

  test('which of several: by a number that stays with its request when others come and go', async () => {
    putThree(permission({ id: 'p1', command: 'ls' }), permission({ id: 'p2', command: 'rm -rf ~' }));
    const { p1 = '', p2 = '' } = await numbers();
    expect(await amc('approve', 'api')).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${p2}  wants to: rm -rf ~`),
    });
    put({ requests: [permission({ id: 'p2', command: 'rm -rf ~' })] });
    expect(await amc('approve', 'api', p1)).toMatchObject({
      code: 1,
      err: expect.stringContaining('answered elsewhere'),
    });
    expect(mission.submitted).toEqual([]);
    await amc('approve', 'api', p2);
    expect(sent()).toEqual([approve('p2', 'allow')]);
  });

  test('a plan: approved into a mode, or sent back with comments', async () => {
    putThree(plan({ id: 'n1', markdown: '# Plan' }));
    await amc('approve', 'api', '--choice', 'approve:acceptEdits');
    await amc('deny', 'api', '--message', 'smaller steps');
    expect(sent()).toEqual([
      approve('n1', 'approve:acceptEdits'),
      [keyOf(API), { type: 'deny', requestId: 'n1', choiceId: 'deny', message: 'smaller steps' }],
    ]);
    expect(await amc('approve', 'api', '--always')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no "always"'),
    });
  });

  test('a no that stops the turn, or takes no message', async () => {
    const choices = [
      { id: 'accept', label: 'Yes', effect: 'allow' as const, takesMessage: false },
      { id: 'decline', label: 'No', effect: 'deny' as const, takesMessage: false },
      { id: 'cancel', label: 'No, and stop', effect: 'cancel' as const, takesMessage: false },
    ];
    putThree(permission({ id: 'p1', command: 'ls', choices }));
    await amc('deny', 'api');
    await amc('deny', 'api', '--stop');
    expect(sent()).toMatchObject([
      [keyOf(API), { choiceId: 'decline' }],
      [keyOf(API), { choiceId: 'cancel' }],
    ]);
    expect(await amc('deny', 'api', '-m', 'why')).toMatchObject({
      code: 2,
      err: expect.stringContaining('takes no message'),
    });
    put({ requests: [permission({ id: 'p1', command: 'ls' })] });
    expect(await amc('deny', 'api', '--stop')).toMatchObject({
      code: 2,
      err: expect.stringContaining('amc interrupt'),
    });
  });

  test('all of one kind: shown whole, approved after a yes, each with its receipt', async () => {
    putThree(
      permission({ id: 'p1', tool: 'Bash', command: 'npm test', risks: ['Runs scripts\u202e of the project'] }),
      permission({ id: 'p2', tool: 'Edit', title: 'Edit a.ts' }),
      plan({ id: 'n1' }),
    );
    mission.put(
      makeSession({
        id: WEB,
        title: 'Ledger page',
        project: 'web',
        requests: [permission({ id: 'p3', tool: 'Bash', command: 'ls' })],
      }),
    );
    const asked = await amc('approve', '--all', '--tool', 'Bash');
    expect([asked.code, mission.submitted]).toEqual([1, []]);
    expect(asked.err).toContain('    | npm test\n');
    expect(asked.err).toContain('    ! Runs scripts[U+202E] of the project\n');
    expect(asked.err).toContain('Add --yes');
    expect(asked.err).not.toContain('a.ts');
    mission.script = ({ sessionKey }) => (sessionKey === keyOf(WEB) ? REFUSED : CONFIRMED);
    const { code, out, err } = await amc('approve', '--all', '--tool', 'Bash', '--yes');
    expect([code, out, err]).toEqual([
      1,
      expect.stringContaining('npm test) confirmed'),
      expect.stringContaining('ls) refused'),
    ]);
    expect(sent()).toEqual([
      approve('p1', 'allow'),
      [keyOf(WEB), { type: 'approve', requestId: 'p3', choiceId: 'allow' }],
    ]);
    await amc('approve', 'api', '--all', '--kind', 'plan', '--yes');
    expect(sent().at(-1)).toEqual(approve('n1', 'approve'));
  });

  test('all needs to know of what; nothing open like it is a failure', async () => {
    putThree(permission({ id: 'p1', command: 'ls' }));
    for (const args of [['--all'], ['api', '--tool', 'Bash'], []]) {
      expect((await amc('approve', ...args)).code, args.join(' ')).toBe(2);
    }
    expect((await amc('approve', '--all', '--tool', 'Nothing', '--yes')).code).toBe(1);
    expect(mission.submitted).toEqual([]);
  });
});

describe('the other commands', () => {
  test('interrupt: one, several after a yes, all that work', async () => {
    putThree();
    expect((await amc('interrupt', 'api')).code).toBe(0);
    expect((await amc('interrupt', 'api', 'web')).code).toBe(1);
    expect((await amc('interrupt', '--all', '--yes')).code).toBe(0);
    expect((await amc('interrupt')).code).toBe(2);
    const interrupt = [keyOf(API), { type: 'interrupt' }];
    expect(sent()).toEqual([interrupt, interrupt]);
  });

  test('mode and model: what there is, by id or label, nothing else', async () => {
    put({ offers: offers() });
    expect((await amc('mode', 'api')).out).toContain('* default      Ask before edits\n');
    expect((await amc('mode', 'api', 'plan')).code).toBe(0);
    await amc('mode', 'api', 'accept edits');
    await amc('model', 'api', 'Haiku 4.5', '--effort', 'low');
    await amc('model', 'api', '--effort', 'low');
    expect(sent()).toEqual([
      [keyOf(API), { type: 'mode', mode: 'plan' }],
      [keyOf(API), { type: 'mode', mode: 'acceptEdits' }],
      [keyOf(API), { type: 'model', model: 'haiku', effort: 'low' }],
      [keyOf(API), { type: 'model', model: 'opus', effort: 'low' }],
    ]);
    expect(await amc('mode', 'api', 'turbo')).toMatchObject({
      code: 2,
      err: expect.stringContaining('  plan  Plan first'),
    });
    expect(JSON.parse((await amc('model', 'api', '--json')).out)).toMatchObject({ action: 'model', current: 'opus' });
  });

  test('compact, clear, rename, close', async () => {
    put();
    await amc('compact', 'api', 'keep', 'the numbers');
    await amc('compact', 'api');
    await amc('clear', 'api');
    await amc('rename', 'api', 'New', 'title');
    await amc('close', 'api');
    expect(mission.submitted.map(({ action }) => action)).toEqual([
      { type: 'compact', instructions: 'keep the numbers' },
      { type: 'compact' },
      { type: 'clear' },
      { type: 'rename', title: 'New title' },
      { type: 'close' },
    ]);
  });

  test('reveal: 0 when it is shown', async () => {
    put();
    expect(await amc('reveal', 'api')).toMatchObject({
      code: 0,
      out: 'Ledger rounding: shown: in front of one client\n',
    });
    mission.reveal = async () => ({ shown: false, note: 'No client shows it.' });
    expect(await amc('reveal', 'api')).toMatchObject({ code: 1, err: expect.stringContaining('No client shows it.') });
    expect(JSON.parse((await amc('reveal', 'api', '--json')).out)).toEqual({
      shown: false,
      note: 'No client shows it.',
    });
  });

  test('requests: all that there is to decide by, nothing of it hidden', async () => {
    putThree(
      permission({
        id: 'p1',
        command: 'echo hi\u200b\nrm -rf \u001b[8m~',
        reason: 'to clean up',
        cwd: '/home/mara/code/api',
        risks: ['Deletes files'],
        subagent: { id: 's1', type: 'Explore' },
      }),
      permission({
        id: 'p2',
        tool: 'Edit',
        title: 'Edit src/a.ts',
        edits: [{ path: 'src/a.ts', before: 'a\nb\nc\nd\ne\nf\ng', after: 'a\nb\nc\nd\nE\nf\ng' }],
        answer: {
          channel: 'none',
          reason: 'its terminal is not known',
          remedy: { text: 'Install the hooks', command: 'amc hooks install' },
        },
      }),
      question({ id: 'r1', questions: [PARTS] }),
    );
    const { p1, p2, r1 } = await numbers();
    const { out } = await amc('requests');
    expect(out.replaceAll(/for \d+ (s|min)/g, 'for a while'))
      .toBe(`${p1}  permission  Ledger rounding  api  claude  work:1.0  subagent Explore  for a while
    Bash: Run a command
    | echo hi[U+200B]
    | rm -rf [U+001B][8m~
    because to clean up
    in /home/mara/code/api
    ! Deletes files
    approve 1  Yes  [allow]
    approve 2  Yes, and don’t ask again this session  [always:0]
    deny 3  No (takes a message)  [deny]

${p2}  permission  Ledger rounding  api  claude  work:1.0  for a while
    Edit src/a.ts
    edit src/a.ts
      b
      c
      d
    - e
    + E
      f
      g
    approve 1  Yes  [allow]
    approve 2  Yes, and don’t ask again this session  [always:0]
    deny 3  No (takes a message)  [deny]
    cannot be answered from AMC: its terminal is not known
    Install the hooks: amc hooks install

${r1}  question  Ledger rounding  api  claude  work:1.0  for a while
    Which parts? (several)
      1  Search
      2  Sync
      3  Export, import
      or in your own words: --text
`);
    expect((await amc('requests', 'web')).out).toBe('Nobody waits for you.\n');
  });

  test('a long request is cut with a word about it, --full is whole', async () => {
    const markdown = Array.from({ length: 100 }, (_, n) => `line ${n}`).join('\n');
    putThree(plan({ id: 'n1', markdown }));
    expect((await amc('requests')).out).toContain('    … 60 more lines: amc requests --full\n    approve 1');
    expect((await amc('requests', '--full')).out).toContain('    | line 99\n');
  });

  test('audit: the newest last, of a session or a command, as JSON lines', async () => {
    put();
    const step = {
      at: Date.UTC(2026, 0, 2, 3, 4, 5),
      commandId: 'c1',
      sessionKey: keyOf(API),
      what: 'prompt: go\u001b on',
    };
    mission.audited.push(
      {
        ...step,
        seq: 2,
        state: 'confirmed',
        evidence: { source: 'transcript', at: 1, detail: 'recorded' },
        actor: { by: 'page' },
      },
      { ...step, seq: 1, state: 'accepted', via: 'tmux', sessionTitle: 'Ledger rounding' },
    );
    const { code, out } = await amc('audit', '--session', 'api', '--command', 'c1', '--limit', '5');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      '2026-01-02 03:04:05  accepted    -  Ledger rounding  prompt: go on  through tmux  [c1]',
      expect.stringMatching(
        /^2026-01-02 03:04:05 {2}confirmed {3}page {2}claude:aaaa.* {2}prompt: go on {2}transcript: recorded {2}\[c1\]$/,
      ),
      '',
    ]);
    expect(mission.auditAsked.at(-1)).toMatchObject({ session: keyOf(API), command: 'c1', limit: 5 });
    const asJson = (await amc('audit', '--json')).out.trim().split('\n');
    expect(asJson.map((text) => JSON.parse(text).seq)).toEqual([1, 2]);
  });

  test('audit --follow goes on with what comes', async () => {
    const step = { at: 1, commandId: 'c1', sessionKey: keyOf(API), state: 'queued' as const };
    mission.audited.push({ ...step, seq: 1, what: 'first' });
    const cli = start('audit', '--follow');
    await until('the first', () => cli.out().includes('first'));
    mission.audited.unshift({ ...step, seq: 2, what: 'second' });
    await until('the second', () => cli.out().includes('second'));
    cli.interrupt();
    await cli.done;
    expect(cli.out().match(/first/g)).toHaveLength(1);
  });
});
