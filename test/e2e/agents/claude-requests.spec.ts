import { expect, test } from '@playwright/test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Action, Command } from '../../../src/contract/command.ts';
import type { Request } from '../../../src/contract/request.ts';
import type { Session } from '../../../src/contract/session.ts';
import type { AmcProcess } from '../../helpers/amc-process.ts';
import type { Claude } from '../../rig/claude.ts';
import { needs } from '../../rig/machine.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { withAmc } from './world.ts';

const ASKING_SERVER = fileURLToPath(new URL('../../rig/mcp/asking-server.mjs', import.meta.url));
/** Whole, as `capabilities.ts` names them. */
const PLACES = [
  ['tmux', 'Claude in tmux: permissions, questions and plans are answered through its hooks'],
  ['zellij', 'Claude in Zellij: permissions, questions and plans are answered through its hooks'],
  ['none', 'Claude in a bare terminal: permissions, questions and plans are answered through its hooks'],
] as const;

/** One agent that asks, and AMC's answers to it. */
class Asking {
  readonly claude: Claude;
  readonly #amc: AmcProcess;

  constructor(claude: Claude, running: AmcProcess) {
    this.claude = claude;
    this.#amc = running;
  }

  session(what: string, test: (session: Session) => boolean): Promise<Session> {
    return this.#amc.session(what, (each) => each.id === this.claude.sessionId && test(each), 20_000);
  }

  async ask<K extends Request['kind']>(prompt: string, kind: K): Promise<Extract<Request, { kind: K }>> {
    await this.session('is idle', ({ status }) => status.value === 'idle');
    await this.claude.type(prompt);
    await this.claude.pressEnter();
    // On a busy machine the transcript may tell of it before the hook, through which it is answered.
    const isIt = (each: Request): each is Extract<Request, { kind: K }> =>
      each.kind === kind && each.answer.channel === 'structured';
    const asked = await this.session(`asks (${kind})`, ({ requests }) => requests.some(isIt));
    const request = asked.requests.find(isIt);
    if (request === undefined) throw new Error(`No ${kind}`);
    return request;
  }

  /** Answers, and returns the delivery once it is settled. */
  async answer(action: Action): Promise<Command['delivery']> {
    return (await this.#amc.command(`claude:${this.claude.sessionId}`, action)).delivery;
  }

  async confirms(action: Action): Promise<void> {
    const delivery = await this.answer(action);
    expect(delivery, JSON.stringify(delivery.reason)).toMatchObject({
      state: 'confirmed',
      via: 'claude-relay',
      evidence: { source: 'transcript' },
    });
  }

  /** What the call gave back, as the transcript has it. */
  result(what: string): Promise<unknown> {
    return this.claude.waitForRecord(what, ({ toolUseResult }) => JSON.stringify(toolUseResult ?? '').includes(what));
  }
}

for (const [mux, title] of PLACES) {
  const { ok, reason } = needs('rig', ...(mux === 'none' ? [] : [mux]));

  test(title, async () => {
    test.skip(!ok, reason);
    test.setTimeout(120_000);
    await withAmc({ mux }, async (rig, running) => {
      const cwd = rig.projectDir('ledger');
      const agent = new Asking(await rig.startClaude({ cwd, permissionMode: 'plan' }), running);

      const plan = await agent.ask('PLAN', 'plan');
      expect(plan.markdown).toContain('# Plan');
      await agent.confirms({ type: 'deny', requestId: plan.id, message: 'Think of the tests' });
      await agent.result('Think of the tests');
      const again = await agent.ask('TOOL:ExitPlanMode {}', 'plan');
      await agent.confirms({ type: 'approve', requestId: again.id, choiceId: 'approve' });

      const question = await agent.ask(`TOOL:AskUserQuestion ${JSON.stringify({ questions: QUESTIONS })}`, 'question');
      expect(question.questions.map(({ multiSelect }) => multiSelect)).toEqual([false, true, false]);
      await agent.confirms({
        type: 'answer',
        requestId: question.id,
        answers: {
          q1: { labels: ['Left, then right'], note: 'make it wide' },
          q2: { labels: ['Search, fast', 'Sync'], text: 'and more' },
          q3: { labels: [], text: 'Baz' },
        },
      });
      expect(await agent.result('Baz')).toMatchObject({
        toolUseResult: {
          answers: {
            'Which layout?': 'Left, then right',
            'Which features?': 'Search, fast, Sync, and more',
            'Name?': 'Baz',
          },
          annotations: { 'Which layout?': { preview: '[L|R]', notes: 'make it wide' } },
        },
      });

      const readme = join(cwd, 'README.md');
      const edit = await agent.ask(
        `TOOL:Write ${JSON.stringify({ file_path: readme, content: 'new\n' })}`,
        'permission',
      );
      expect(edit).toMatchObject({
        tool: 'Write',
        cwd,
        edits: [{ path: readme, before: '# ledger\n', after: 'new\n' }],
      });
      expect(readFileSync(readme, 'utf8')).toBe('# ledger\n');
      const always = edit.choices.find(({ effect }) => effect === 'allow_always');
      expect(always?.label).toBe('Yes, and accept all edits (this session)');
      await agent.confirms({ type: 'approve', requestId: edit.id, choiceId: always?.id });
      expect(readFileSync(readme, 'utf8')).toBe('new\n');

      const push = await agent.ask('BASH:git push --force origin main', 'permission');
      expect(push.command).toBe('git push --force origin main');
      await agent.confirms({ type: 'deny', requestId: push.id, message: 'Not to main' });
      await agent.result('Not to main');
      const stop = await agent.ask('BASH:git push --force origin main', 'permission');
      await agent.confirms({ type: 'deny', requestId: stop.id, choiceId: 'cancel' });
      await agent.claude.waitForRecord('the interruption', (each) =>
        JSON.stringify(each).includes('[Request interrupted by user for tool use]'),
      );
    });
  });
}

const QUESTIONS = [
  {
    question: 'Which layout?',
    header: 'Layout',
    multiSelect: false,
    options: [
      { label: 'Left, then right', description: 'a, b', preview: '[L|R]' },
      { label: 'Top', description: 't', preview: '[T]' },
    ],
  },
  {
    question: 'Which features?',
    header: 'Features',
    multiSelect: true,
    options: [
      { label: 'Search, fast', description: 'f' },
      { label: 'Sync', description: 's' },
    ],
  },
  {
    question: 'Name?',
    header: 'Name',
    multiSelect: false,
    options: [
      { label: 'Foo', description: 'f' },
      { label: 'Bar', description: 'b' },
    ],
  },
];

const inTmux = needs('rig', 'tmux');

const ASKED_BY_SERVERS = [
  ['tmux', 'Claude in tmux: what an MCP server asks is answered through its hooks'],
  ['zellij', 'Claude in Zellij: what an MCP server asks is answered through its hooks'],
  ['none', 'Claude in a bare terminal: what an MCP server asks is answered through its hooks'],
] as const;

for (const [mux, title] of ASKED_BY_SERVERS) {
  test(title, async () => {
    const { ok, reason } = needs('rig', ...(mux === 'none' ? [] : [mux]));
    test.skip(!ok, reason);
    test.setTimeout(120_000);
    await withAmc({ mux }, async (rig, running) => {
      const config = join(rig.home, 'mcp.json');
      const servers = { asking: { command: process.execPath, args: [ASKING_SERVER] } };
      writeFileSync(config, JSON.stringify({ mcpServers: servers }));
      const args = ['--mcp-config', config, '--allowedTools', 'mcp__asking__ask'];
      const agent = new Asking(await rig.startClaude({ cwd: rig.projectDir('ledger'), args }), running);

      const requestedSchema = {
        type: 'object',
        properties: { age: { type: 'integer', minimum: 18 } },
        required: ['age'],
      };
      const ask = (what: object) => agent.ask(`TOOL:mcp__asking__ask ${JSON.stringify(what)}`, 'elicitation');
      const form = await ask({ message: 'How old?', requestedSchema });
      expect(form).toMatchObject({ server: 'asking', text: 'How old?', fields: [{ id: 'age', type: 'integer' }] });
      const answers = (text: string) => ({ age: { labels: [], text } });
      expect(await agent.answer({ type: 'answer', requestId: form.id, answers: answers('7') })).toMatchObject({
        state: 'refused',
        reason: { code: 'form_invalid', message: '"age" is at least 18.' },
      });
      await agent.confirms({ type: 'answer', requestId: form.id, answers: answers('41') });

      const page = await ask({ mode: 'url', message: 'Sign in', url: 'https://example.invalid/', elicitationId: 'e' });
      expect(page.url).toBe('https://example.invalid/');
      await agent.confirms({ type: 'approve', requestId: page.id, choiceId: 'accept' });
    });
  });
}

test('Claude and its subagents ask at once; what is answered in the terminal is withdrawn', async () => {
  test.skip(!inTmux.ok, inTmux.reason);
  test.setTimeout(120_000);
  await withAmc({ mux: 'tmux' }, async (rig, running) => {
    const cwd = rig.projectDir('ledger');
    const agent = new Asking(await rig.startClaude({ cwd }), running);
    const call = { description: 'Look around', prompt: 'BASH:touch sub.txt', subagent_type: 'general-purpose' };
    await agent.ask(`TOOL:Agent ${JSON.stringify(call)}`, 'permission');
    await agent.claude.type('BASH:touch main.txt');
    await agent.claude.pressEnter();
    const { requests } = await agent.session(
      'asks twice',
      (each) => each.requests.filter(({ answer }) => answer.channel === 'structured').length === 2,
    );
    expect(requests).toMatchObject([
      { command: 'touch sub.txt', subagent: { id: expect.any(String), type: 'general-purpose' } },
      { command: 'touch main.txt' },
    ]);
    expect(requests[1]?.subagent).toBe(undefined);
    const [ofAgent = '', ofMain = ''] = requests.map(({ id }) => id);

    await agent.claude.choose(/Do you want to proceed/, '1');
    await agent.session('has withdrawn it', (each) => !each.requests.some(({ id }) => id === ofMain));
    await expect(agent.answer({ type: 'approve', requestId: ofMain })).rejects.toMatchObject({
      code: 'request_closed',
    });
    await agent.confirms({ type: 'approve', requestId: ofAgent });
    await waitFor(() => existsSync(join(cwd, 'sub.txt')), { what: 'sub.txt' });
  });
});

test('claude -p without a terminal: a permission is answered through its hooks', async () => {
  test.skip(!inTmux.ok, inTmux.reason);
  test.setTimeout(120_000);
  await withAmc({ mux: 'none' }, async (rig, running) => {
    const cwd = rig.projectDir('ledger');
    await rig.openPane({ cwd, command: ['sh', '-c', 'claude -p "BASH:touch made.txt" </dev/null'] });
    const isAsked = ({ requests: [request] }: Session) => request?.answer.channel === 'structured';
    const asking = await running.session('asks', isAsked, 30_000);
    const requestId = asking.requests[0]?.id ?? '';
    expect((await running.command(asking.key, { type: 'approve', requestId })).delivery.state).toBe('confirmed');
    expect(existsSync(join(cwd, 'made.txt'))).toBe(true);
  });
});
