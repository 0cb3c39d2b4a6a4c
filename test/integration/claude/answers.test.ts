import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClaudeTranscripts } from '../../../src/agents/claude/transcript/format.ts';
import type { ObservedRequest } from '../../../src/core/observation.ts';
import type { SessionState } from '../../../src/core/state.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import { LineSplitter } from '../../../src/lib/line-splitter.ts';
import type { RecordReading } from '../../../src/ports/transcripts.ts';
import type { Claude, ClaudeOptions } from '../../rig/claude.ts';
import { needs } from '../../rig/machine.ts';
import { Rig } from '../../rig/rig.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { HookBridge } from './hook-bridge.ts';
import { Observed } from './observed.ts';
import { press } from './press.ts';

const { ok, reason } = needs('rig', 'tmux', 'claude');
const FORMAT = createClaudeTranscripts({ configDirs: [] });
const ASKING_SERVER = fileURLToPath(new URL('../../rig/mcp/asking-server.mjs', import.meta.url));
const RELAYED = { channel: 'structured', via: 'claude-relay' };

describe.skipIf(!ok)(`Claude Code with hooks (${reason})`, { timeout: 120_000 }, () => {
  let rig: Rig;
  let bridge: HookBridge;
  let seen: Observed;
  let claude: Claude;
  let id: string;

  beforeEach(async () => {
    rig = await Rig.start({ mux: 'tmux' });
    bridge = new HookBridge(rig.home);
    seen = new Observed([join(rig.home, '.claude')], bridge);
    await seen.start();
  });
  afterEach(async () => {
    await seen.stop();
    await rig.stop();
  });

  async function start(options: Partial<ClaudeOptions> = {}): Promise<void> {
    claude = await rig.startClaude({ cwd: rig.projectDir('demo'), ...options });
    id = claude.sessionId;
    await seen.untilStatus(id, 'idle');
  }

  async function ask(prompt: string): Promise<ObservedRequest> {
    await claude.type(prompt);
    await claude.pressEnter();
    const state = await seen.until(
      id,
      `a request after ${prompt}`,
      ({ requests }) => requests[0]?.request.id.startsWith('hook:') === true,
    );
    const request = state.requests[0]?.request;
    if (state.requests.length !== 1 || request === undefined)
      throw new Error(`Expected one request\n${seen.story(id)}`);
    expect(state.status.value).toBe('needs_attention');
    return request;
  }

  const receipt = (requestId: string) =>
    seen.untilTold(id, 'request_closed', (told) => told.requestId === requestId && told.by !== 'unknown');

  it('allows and denies a command, with the transcript as receipt', async () => {
    await start();
    const first = await ask('BASH:touch one.txt');
    expect(first).toMatchObject({
      kind: 'permission',
      tool: 'Bash',
      title: 'Run touch one.txt',
      command: 'touch one.txt',
    });
    const target = { type: 'request', requestId: first.id } as const;
    expect(seen.path(id, target)).toEqual(RELAYED);
    expect(await seen.deliver(id, { type: 'approve', requestId: first.id })).toMatchObject({
      state: 'accepted',
      via: 'claude-relay',
    });
    expect(await seen.deliver(id, { type: 'deny', requestId: first.id })).toMatchObject({ state: 'refused' });
    expect(await receipt(first.id)).toMatchObject({ by: 'amc', source: 'transcript' });
    await seen.untilStatus(id, 'idle');
    expect(existsSync(join(claude.cwd, 'one.txt'))).toBe(true);

    const second = await ask('BASH:touch two.txt');
    await seen.deliver(id, { type: 'deny', requestId: second.id, message: 'Use another name' });
    expect(await receipt(second.id)).toMatchObject({ by: 'amc' });
    await claude.waitForRecord('the reason', (record) => JSON.stringify(record).includes('Use another name'));
    expect(existsSync(join(claude.cwd, 'two.txt'))).toBe(false);

    await seen.untilStatus(id, 'idle');
    const third = await ask('BASH:touch three.txt');
    await seen.deliver(id, { type: 'deny', requestId: third.id, choiceId: 'cancel' });
    expect(await receipt(third.id)).toMatchObject({ by: 'amc', detail: expect.stringContaining('stopped') });
    await seen.untilTold(id, 'interrupted');
    await seen.untilStatus(id, 'idle');
    expect(existsSync(join(claude.cwd, 'three.txt'))).toBe(false);
  });

  it('answers several questions at once', async () => {
    await start();
    const request = await ask('ASK:several');
    if (request.kind !== 'question') throw new Error(`Expected a question, got ${request.kind}`);
    const incomplete = { q1: { labels: ['Blue'] } };
    expect(await seen.deliver(id, { type: 'answer', requestId: request.id, answers: incomplete })).toMatchObject({
      state: 'refused',
      reason: { code: 'answers_incomplete' },
    });
    const answers = {
      q1: { labels: ['Blue'] },
      q2: { labels: [], text: 'a file of my own' },
      q3: { labels: ['Search', 'Sync'] },
    };
    expect(await seen.deliver(id, { type: 'answer', requestId: request.id, answers })).toMatchObject({
      state: 'accepted',
    });
    expect(await receipt(request.id)).toMatchObject({ by: 'amc' });
    const record = await claude.waitForRecord('the answers', ({ toolUseResult }) => toolUseResult !== undefined);
    expect(record.toolUseResult).toMatchObject({
      answers: {
        'Which colour should the button have?': 'Blue',
        'Which database should be used?': 'a file of my own',
        'Which features should be built?': 'Search, Sync',
      },
    });
  });

  it('shows a file before it is written, and allows such writes from then on', async () => {
    await start();
    const request = await ask(`TOOL:Write {"file_path":"${claude.cwd}/README.md","content":"new\\n"}`);
    expect(request).toMatchObject({
      kind: 'permission',
      title: 'Write README.md',
      edits: [{ path: join(claude.cwd, 'README.md'), before: '# demo\n', after: 'new\n' }],
    });
    if (request.kind !== 'permission') return;
    const always = request.choices.find(({ effect }) => effect === 'allow_always');
    expect(always?.label).toBe('Yes, and accept all edits (this session)');
    await seen.deliver(id, { type: 'approve', requestId: request.id, choiceId: always?.id });
    expect(await receipt(request.id)).toMatchObject({ by: 'amc' });
    await seen.untilStatus(id, 'idle');
    await claude.waitForScreen(/accept edits on/);
    expect(readFileSync(join(claude.cwd, 'README.md'), 'utf8')).toBe('new\n');
  });

  it('keeps planning with a message, then approves the plan and leaves plan mode', async () => {
    await start({ permissionMode: 'plan' });
    const first = await ask('PLAN');
    expect(first).toMatchObject({
      kind: 'plan',
      markdown: expect.stringContaining('# Plan'),
      path: expect.stringContaining('/plans/'),
    });
    await seen.deliver(id, { type: 'deny', requestId: first.id, message: 'Think of the tests' });
    expect(await receipt(first.id)).toMatchObject({ by: 'amc' });
    await claude.waitForRecord('the message', (record) => JSON.stringify(record).includes('Think of the tests'));
    await seen.untilStatus(id, 'idle');

    const second = await ask('TOOL:ExitPlanMode {}');
    await seen.deliver(id, { type: 'approve', requestId: second.id, choiceId: 'approve:acceptEdits' });
    expect(await receipt(second.id)).toMatchObject({ by: 'amc' });
    await claude.waitForScreen(/accept edits on/);
  });

  it('withdraws what was answered in the terminal, and then refuses to answer it', async () => {
    await start();
    const request = await ask('BASH:touch one.txt');
    await press(claude, '1');
    await seen.until(id, 'the request gone', ({ requests }) => requests.length === 0);
    expect(await seen.deliver(id, { type: 'approve', requestId: request.id })).toMatchObject({ state: 'refused' });
    expect(await receipt(request.id)).toMatchObject({
      by: 'elsewhere',
      detail: expect.stringContaining('user_temporary'),
    });

    const rejected = await ask('BASH:touch two.txt');
    await press(claude, '\x1b');
    await seen.until(id, 'the request gone', ({ requests }) => requests.length === 0);
    expect(await receipt(rejected.id)).toMatchObject({ by: 'elsewhere' });
    await seen.untilStatus(id, 'idle');
    await seen.untilTold(id, 'interrupted');
  });

  it('knows the same request after a restart of AMC, and answers it', async () => {
    await start();
    await ask('BASH:touch zero.txt');
    await press(claude, '1');
    await seen.untilStatus(id, 'idle');
    // The same command again: the answer of the first must not close the second.
    const request = await ask('BASH:touch zero.txt');
    await seen.stop();
    seen = new Observed([join(rig.home, '.claude')], bridge);
    await seen.start();
    expect(seen.state(id)?.requests.map((open) => open.request.id)).toEqual([request.id]);
    expect(seen.path(id, { type: 'request', requestId: request.id })).toEqual(RELAYED);
    await seen.deliver(id, { type: 'approve', requestId: request.id });
    expect(await receipt(request.id)).toMatchObject({ by: 'amc' });
  });

  it('tells every prompt once: typed, queued, and taken in the middle of a turn', async () => {
    await start();
    await claude.prompt('SAY:first');
    await seen.untilStatus(id, 'idle');
    await claude.type('HOLD:q');
    await claude.pressEnter();
    await seen.untilStatus(id, 'working');
    await claude.type('SAY:queued words');
    await claude.pressEnter();
    await seen.untilTold(id, 'prompt_recorded', ({ text, queued }) => text === 'SAY:queued words' && queued);
    rig.model.release('q');
    await seen.untilTold(id, 'said', ({ preview }) => preview === 'queued words');
    await seen.untilStatus(id, 'idle');
    await claude.type('TOOL:Bash {"command":"sleep 3; echo hi","description":"wait"}');
    await claude.pressEnter();
    await seen.until(id, 'the tool', ({ claims }) => claims.hook?.doing === 'running sleep 3; echo hi');
    await claude.type('SAY:taken mid turn');
    await claude.pressEnter();
    await seen.untilTold(id, 'said', ({ preview }) => preview === 'taken mid turn');
    await seen.untilStatus(id, 'idle');

    const told = seen.observations.flatMap((each) => (each.type === 'prompt_recorded' ? [each.text] : []));
    expect(told).toEqual([
      'SAY:first',
      'HOLD:q',
      'SAY:queued words',
      'TOOL:Bash {"command":"sleep 3; echo hi","description":"wait"}',
      'SAY:taken mid turn',
    ]);
    await waitFor(() => claude.records().some((record) => JSON.stringify(record).includes('"text":"taken mid turn"')), {
      what: 'the reply in the transcript',
    });
    const path = await seen.adapter.transcriptOf({ agent: 'claude', id });
    const records = recordsIn(path ?? '');
    expect(
      records.flatMap(({ items }) => items).flatMap((item) => (item.kind === 'prompt' ? [item.text] : [])),
    ).toEqual(told);
    expect(records.filter(({ fate, oddity }) => fate === 'unknown' || oddity !== undefined)).toEqual([]);
  });

  it('answers what an MCP server asks, by form and by page; in the terminal when AMC lets go', async () => {
    const servers = { asking: { command: process.execPath, args: [ASKING_SERVER] } };
    const config = join(rig.home, 'mcp.json');
    writeFileSync(config, JSON.stringify({ mcpServers: servers }));
    await seen.stop();
    seen = new Observed([join(rig.home, '.claude')], bridge, { hiddenHoldMs: 6_000 });
    await seen.start();
    await start({ args: ['--mcp-config', config, '--allowedTools', 'mcp__asking__ask'] });
    const asksFor = (what: JsonObject) => ask(`TOOL:mcp__asking__ask ${JSON.stringify(what)}`);
    const requestedSchema = {
      type: 'object',
      properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 18 } },
      required: ['name'],
    };
    const form = await asksFor({ message: 'Who are you?', requestedSchema });
    expect(form).toMatchObject({
      kind: 'elicitation',
      server: 'asking',
      text: 'Who are you?',
      fields: [
        { id: 'name', type: 'text', required: true },
        { id: 'age', type: 'integer', required: false },
      ],
    });
    const answers = (age: string) => ({ name: { labels: [], text: 'Ann' }, age: { labels: [], text: age } });
    const young = await seen.deliver(id, { type: 'answer', requestId: form.id, answers: answers('7') });
    expect(young).toMatchObject({
      state: 'refused',
      reason: { code: 'form_invalid', message: '"age" is at least 18.' },
    });
    await seen.deliver(id, { type: 'answer', requestId: form.id, answers: answers('41') });
    expect(await receipt(form.id)).toMatchObject({ by: 'amc', source: 'transcript' });
    const told = (text: string) =>
      claude.waitForRecord(text, ({ toolUseResult }) => JSON.stringify(toolUseResult ?? '').includes(text));
    await told(JSON.stringify(JSON.stringify({ action: 'accept', content: { name: 'Ann', age: 41 } })).slice(1, -1));
    await seen.untilStatus(id, 'idle');

    const page = await asksFor({
      mode: 'url',
      message: 'Sign in',
      url: 'https://example.invalid/',
      elicitationId: 'e',
    });
    expect(page).toMatchObject({ kind: 'elicitation', url: 'https://example.invalid/', fields: [] });
    await seen.deliver(id, { type: 'deny', requestId: page.id, choiceId: 'decline' });
    expect(await receipt(page.id)).toMatchObject({ by: 'amc' });
    await told('decline');
    await seen.untilStatus(id, 'idle');

    const left = await asksFor({ message: 'In the terminal', requestedSchema });
    await claude.waitForScreen(/requests your input/);
    expect(seen.path(id, { type: 'request', requestId: left.id })).toMatchObject({ channel: 'none' });
    expect(seen.state(id)?.requests).toHaveLength(1);
    await press(claude, '\x1b');
    expect(await receipt(left.id)).toMatchObject({ by: 'elsewhere', detail: expect.stringContaining('cancel') });
  });

  it('tells what stopped a turn, and when a limit ends; the next turn clears it', async () => {
    // A plan's limits are told to its own login only; the token is no secret and goes to the mock model.
    await start({ env: { CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-mock', ANTHROPIC_API_KEY: '' } });
    const fails = async (how: string): Promise<ObservedRequest> => {
      await claude.type(how);
      await claude.pressEnter();
      const test = ({ requests }: SessionState) => requests.length === 1 && requests[0]?.request.kind === 'error';
      const state = await seen.until(id, `an error after ${how}`, test);
      const request = state.requests[0]?.request;
      if (request === undefined) throw new Error('No request');
      await claude.type('SAY:fine');
      await claude.pressEnter();
      await seen.until(id, 'nothing open', ({ requests }) => requests.length === 0);
      await seen.untilTold(id, 'said', ({ preview }) => preview === 'fine');
      await seen.untilStatus(id, 'idle');
      return request;
    };
    const resets = Math.round(Date.now() / 1000) + 7_200;
    expect(await fails('FAIL:overloaded')).toMatchObject({ cause: 'overloaded' });
    expect(await fails('FAIL:billing')).toMatchObject({ cause: 'billing' });
    expect(await fails(`FAIL:limit@${resets}`)).toMatchObject({
      cause: 'rate_limit',
      resetsAt: resets * 1000,
      text: expect.stringContaining('5-hour limit'),
    });
  });

  it('opens a question in prose and an error, and closes them with the next prompt', async () => {
    await start();
    await claude.prompt('SAY:I did it.\n\nShall I go on?');
    const asked = await seen.until(id, 'a question in prose', ({ requests }) => requests.length === 1);
    expect(asked.requests[0]?.request).toMatchObject({ kind: 'prose_question', text: 'Shall I go on?' });
    await claude.type('FAIL:400');
    await claude.pressEnter();
    const failed = await seen.until(id, 'an error', ({ requests }) => requests[0]?.request.kind === 'error');
    expect(failed.requests).toHaveLength(1);
    expect(failed.requests[0]?.request).toMatchObject({
      text: expect.stringContaining('The test asked for status 400'),
      cause: 'other',
    });
    await claude.prompt('SAY:fine');
    await seen.until(id, 'nothing open', ({ requests }) => requests.length === 0);
    await seen.untilStatus(id, 'idle');
  });
});

describe.skipIf(!ok)(`A background agent of Claude Code (${reason})`, { timeout: 120_000 }, () => {
  const AGENT =
    'TOOL:Agent {"description":"Look around","prompt":"BASH:touch sub.txt","subagent_type":"general-purpose"}';

  async function withAgent(
    options: { hiddenHoldMs: number },
    body: (rig: Rig, seen: Observed, claude: Claude, request: ObservedRequest) => Promise<void>,
  ) {
    const rig = await Rig.start({ mux: 'tmux' });
    const seen = new Observed([join(rig.home, '.claude')], new HookBridge(rig.home), options);
    try {
      await seen.start();
      const claude = await rig.startClaude({ cwd: rig.projectDir('demo') });
      await claude.prompt(AGENT);
      const state = await seen.until(claude.sessionId, 'its request', ({ requests }) => requests.length === 1);
      const request = state.requests[0]?.request;
      if (request === undefined) throw new Error('No request');
      await body(rig, seen, claude, request);
    } finally {
      await seen.stop();
      await rig.stop();
    }
  }

  it('is answered, with the receipt from its own transcript', async () => {
    await withAgent({ hiddenHoldMs: 60_000 }, async (_rig, seen, claude, request) => {
      const id = claude.sessionId;
      expect(await seen.deliver(id, { type: 'approve', requestId: request.id })).toMatchObject({ state: 'accepted' });
      const told = await seen.untilTold(
        id,
        'request_closed',
        ({ requestId, by }) => requestId === request.id && by !== 'unknown',
      );
      expect(told.by).toBe('amc');
      await seen.untilStatus(id, 'idle');
    });
  });

  it('is not hidden from the terminal for longer than was allowed', async () => {
    await withAgent({ hiddenHoldMs: 500 }, async (_rig, seen, claude, request) => {
      const id = claude.sessionId;
      await claude.waitForScreen(/Do you want to proceed/);
      expect(seen.path(id, { type: 'request', requestId: request.id })).toMatchObject({ channel: 'keystrokes' });
      expect(seen.state(id)?.requests).toHaveLength(1);
      await press(claude, '1');
      await seen.until(id, 'the request gone', ({ requests }) => requests.length === 0, 20_000);
    });
  });
});

function recordsIn(path: string): RecordReading[] {
  return new LineSplitter({ offset: 0 }).push(readFileSync(path)).flatMap((line) => {
    const reading = FORMAT.read(line, { for: 'page' });
    return reading.kind === 'record' ? [reading.record] : [];
  });
}
