import { expect, test } from '@playwright/test';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Action, Command } from '../../../src/contract/command.ts';
import type { Request } from '../../../src/contract/request.ts';
import type { Session } from '../../../src/contract/session.ts';
import type { AmcProcess } from '../../helpers/amc-process.ts';
import type { Codex } from '../../rig/codex.ts';
import { needs } from '../../rig/machine.ts';
import type { Rig } from '../../rig/rig.ts';
import { type Mux } from '../../rig/rig.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { RED_SQUARE, withAmc } from './world.ts';

const ASKING = fileURLToPath(new URL('../../rig/mcp/asking-server.mjs', import.meta.url));
const CONFIG = `
[features]
default_mode_request_user_input = true
request_permissions_tool = true
multi_agent_v2 = true

[mcp_servers.asking]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(ASKING)}]
`;
const EMPTY = { type: 'object', properties: {} };
const FORM = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 2 },
    sure: { type: 'boolean' },
    colour: { type: 'string', enum: ['r', 'b'], enumNames: ['Red', 'Blue'] },
  },
  required: ['name', 'sure'],
};
const CONFIRMED = { state: 'confirmed', evidence: expect.anything() };

interface Controlled {
  rig: Rig;
  amc: AmcProcess;
  codex: Codex;
  cwd: string;
  session: () => Promise<Session>;
  send: (action: Action) => Promise<Command>;
  /** Sends, and expects the agent's own record as proof. */
  done: (action: Action) => Promise<Command>;
  /** Sends an answer that is typed: the screen shows it taken, and Codex writes down nothing that says who answered. */
  typed: (action: Action) => Promise<void>;
  /** The open request that satisfies the test. */
  asked: (what: string, test?: (request: Request) => boolean) => Promise<Request>;
  idle: () => Promise<void>;
}

function withCodex(mux: Mux, args: string[], body: (world: Controlled) => Promise<void>): Promise<void> {
  return withAmc({ mux, hooks: false }, async (rig, amc) => {
    appendFileSync(join(rig.home, '.codex', 'config.toml'), CONFIG);
    const cwd = rig.projectDir('harbor');
    const codex = await rig.startCodex({ cwd, args });
    await body({ rig, amc, codex, cwd, ...(await hands(amc, codex)) });
  });
}

async function hands(
  amc: AmcProcess,
  codex: Codex,
): Promise<Pick<Controlled, 'session' | 'send' | 'done' | 'typed' | 'asked' | 'idle'>> {
  const isIt = ({ id, pane, paneNote }: Session): boolean => id === codex.threadId && (pane ?? paneNote) !== undefined;
  const { key } = await amc.session('is this Codex', isIt);
  const session = () => amc.session('is this Codex', (one) => one.key === key);
  const send = (action: Action) => amc.command(key, action, 30_000);
  return {
    session,
    send,
    done: async (action) => {
      const command = await send(action);
      expect(command.delivery, JSON.stringify(command)).toMatchObject(CONFIRMED);
      return command;
    },
    typed: async (action) => {
      const { delivery } = await send(action);
      const shown = delivery.state === 'unknown' && delivery.reason?.code === 'shown_only';
      expect(shown || delivery.state === 'confirmed', JSON.stringify(delivery)).toBe(true);
    },
    asked: (what, test = () => true) =>
      waitFor(async () => (await session()).requests.find(test), {
        what,
        timeoutMs: 20_000,
        context: async () => JSON.stringify(await session(), null, 1).slice(0, 4_000),
      }),
    idle: async () => {
      await amc.session('is idle', (one) => one.key === key && one.status.value === 'idle', 20_000);
    },
  };
}

const offer = ({ offers }: Session, action: string) => offers.find((one) => one.action === action);
const approve = ({ id }: Request, choiceId?: string): Action => ({
  type: 'approve',
  requestId: id,
  ...(choiceId === undefined ? {} : { choiceId }),
});

const PLACES = ['tmux', 'zellij', 'none'] as const;
const nameOf = (mux: Mux) => (mux === 'none' ? 'in a bare terminal' : mux);
const needed = (mux: Mux) => needs('rig', 'codex', ...(mux === 'none' ? [] : ([mux] as const)));

for (const mux of PLACES) {
  const { ok, reason } = needed(mux);

  test.describe(`Codex controlled through its server, ${nameOf(mux)}`, () => {
    test.skip(!ok, reason);
    test.setTimeout(150_000);

    test('prompts, settings and requests go through the server, in every terminal', async () => {
      await withCodex(mux, [], async ({ rig, codex, cwd, session, send, done, asked, idle }) => {
        await test.step('settings before the first turn', async () => {
          await done({ type: 'mode', mode: 'read-only' });
          await done({ type: 'mode', mode: 'ask-for-approval' });
        });
        await test.step('prompts of every shape, with a picture and a file', async () => {
          const [picture, notes] = [join(rig.home, 'red.png'), join(rig.home, 'notes.txt')];
          writeFileSync(picture, RED_SQUARE);
          writeFileSync(notes, 'remember the milk');
          const attachments = [{ path: picture }, { path: notes }];
          await done({ type: 'prompt', text: '- one\n@two $three "four"\n日本;', attachments });
          await idle();
          const heard = rig.model.turns.map(({ everything }) => everything).join('\n');
          expect(heard).toContain(picture);
          expect(heard).toContain(`Attached file: ${notes}`);
          await done({ type: 'prompt', text: `SAY:long\n${'x'.repeat(100_000)}` });
          await idle();
        });
        await test.step('mode, model, effort and name, each proven and then current', async () => {
          await done({ type: 'mode', mode: 'plan' });
          await done({ type: 'mode', mode: 'ask-for-approval' });
          await done({ type: 'model', model: 'gpt-5.5', effort: 'high' });
          await done({ type: 'rename', title: 'Harbour — 日本' });
          const now = await session();
          expect(offer(now, 'mode')).toMatchObject({ current: 'ask-for-approval' });
          expect(offer(now, 'model')).toMatchObject({ current: 'gpt-5.5', currentEffort: 'high' });
          expect(now).toMatchObject({ title: 'Harbour — 日本', mode: 'ask-for-approval', effort: 'high' });
        });
        await test.step('a command is allowed, one is refused, a stale answer says so', async () => {
          await done({ type: 'prompt', text: 'BASH:touch allowed' });
          const first = await asked('the first command');
          await done(approve(first));
          await waitFor(() => existsSync(join(cwd, 'allowed')), { what: 'allowed' });
          await idle();
          await done({ type: 'prompt', text: 'BASH:touch refused' });
          const second = await asked('the second command');
          await done({ type: 'deny', requestId: second.id });
          await idle();
          expect(existsSync(join(cwd, 'refused'))).toBe(false);
          await expect(send(approve(first))).rejects.toThrow(/answered|over|not open|closed|wait/i);
        });
        await test.step('steered while it works, then interrupted', async () => {
          await done({ type: 'prompt', text: 'HOLD:steer' });
          const steered = send({ type: 'prompt', text: 'SAY:steered' });
          rig.model.release('steer');
          expect((await steered).delivery).toMatchObject(CONFIRMED);
          await idle();
          await done({ type: 'prompt', text: 'SLOW:600000' });
          await done({ type: 'interrupt' });
          await idle();
        });
        await test.step('compacted', async () => {
          await done({ type: 'prompt', text: '/compact' });
          await codex.waitForRecord('the compaction', ({ type }) => type === 'compacted');
        });
      });
    });
  });
}

for (const mux of PLACES) {
  test.describe(`Codex asks through its server, ${nameOf(mux)}`, () => {
    const { ok, reason } = needed(mux);
    test.skip(!ok, reason);
    test.setTimeout(150_000);

    test('questions, forms, edits, plans and subagents are answered through the server', async () => {
      await withCodex(mux, [], async ({ rig, codex, cwd, session, send, done, asked, idle }) => {
        const tool = (name: string, input: unknown) =>
          ({ type: 'prompt', text: `TOOL:${name} ${JSON.stringify(input)}` }) as const;
        const recorded = (words: string) =>
          codex.waitForRecord(words, (record) => JSON.stringify(record).includes(words));

        await test.step('a question, by an option with a note', async () => {
          const options = [
            { label: 'Blue', description: 'Calm' },
            { label: 'Red', description: 'Loud' },
          ];
          await done(
            tool('request_user_input', { questions: [{ id: 'c', header: 'C', question: 'Which?', options }] }),
          );
          const { id } = await asked('the question', ({ kind }) => kind === 'question');
          await done({ type: 'answer', requestId: id, answers: { c: { labels: ['Red'], note: 'dark' } } });
          await recorded('user_note: dark');
          await idle();
        });
        await test.step('a tool allowed for the session; its form, filled in wrongly, then rightly; one declined', async () => {
          await done(tool('mcp__asking.ask', { mode: 'form', message: 'Who?', requestedSchema: FORM }));
          const permission = await asked('whether the tool may run', ({ kind }) => kind === 'permission');
          expect(permission).toMatchObject({ tool: 'mcp: asking/ask' });
          await done(approve(permission, 'session'));
          const { id } = await asked('the form', ({ kind }) => kind === 'elicitation');
          const wrong = await send({ type: 'answer', requestId: id, answers: { name: { labels: [], text: 'J' } } });
          expect(wrong.delivery).toMatchObject({ state: 'refused', reason: { code: 'bad_answer' } });
          const answers = {
            name: { labels: [], text: 'Jo' },
            sure: { labels: [], text: 'true' },
            colour: { labels: ['Blue'] },
          };
          await done({ type: 'answer', requestId: id, answers });
          await waitFor(() => rig.model.turns.some(({ toolResult }) => toolResult?.output.includes('"name":"Jo"')), {
            what: 'the form in the tool’s result',
          });
          await idle();
          await done(tool('mcp__asking.ask', { mode: 'form', message: 'Shall I?', requestedSchema: EMPTY }));
          const yes = await asked('the yes or no', ({ kind }) => kind === 'elicitation');
          await done({ type: 'deny', requestId: yes.id, choiceId: 'decline' });
          await idle();
        });
        await test.step('more permissions, for the turn', async () => {
          await done(tool('request_permissions', { reason: 'net', permissions: { network: { enabled: true } } }));
          await done(approve(await asked('the permissions'), 'turn'));
          await idle();
        });
        await test.step('two subagents ask at once, each with its own name', async () => {
          for (const name of ['one', 'two']) {
            await done(
              tool('collaboration.spawn_agent', { message: `BASH:touch ${name}`, task_name: name, fork_turns: 'none' }),
            );
            await asked(`the subagent ${name}`, ({ subagent }) => subagent?.type === name);
          }
          const { requests } = await session();
          expect(requests.map(({ subagent }) => subagent?.type)).toEqual(['one', 'two']);
          await expect.poll(async () => (await session()).vitals?.subagents).toBe(2);
          await done(approve(await asked('two', ({ subagent }) => subagent?.type === 'two')));
          await waitFor(() => existsSync(join(cwd, 'two')), { what: 'two' });
          expect(existsSync(join(cwd, 'one'))).toBe(false);
          await done({ type: 'deny', requestId: (await asked('one')).id });
          await idle();
          await expect.poll(async () => (await session()).vitals?.subagents).toBe(0);
        });
        await test.step('a plan, sent back with words, then implemented', async () => {
          const plan = (text: string) => `SAY:Here\n<proposed_plan>\n# ${text}\n</proposed_plan>`;
          await done({ type: 'mode', mode: 'plan' });
          await done({ type: 'prompt', text: plan('First') });
          const first = await asked('the plan', ({ kind }) => kind === 'plan');
          expect(first).toMatchObject({ markdown: '# First\n' });
          await done({ type: 'deny', requestId: first.id, message: plan('Second') });
          const second = await asked('the second plan', ({ id, kind }) => kind === 'plan' && id !== first.id);
          await done(approve(second, 'implement'));
          await idle();
          expect(await session()).toMatchObject({ mode: 'ask-for-approval', requests: [] });
        });
        await test.step('a question in words, and a limit with its end: a prompt goes on', async () => {
          await done({ type: 'prompt', text: 'SAY:Done.\n\nShall I go on?' });
          await asked('the question in words', ({ kind }) => kind === 'prose_question');
          const at = Math.floor(Date.now() / 1_000) + 3_600;
          await done({ type: 'prompt', text: `FAIL:limit@${at}` });
          const error = await asked('the limit', ({ kind }) => kind === 'error');
          expect(error).toMatchObject({ cause: 'rate_limit', resetsAt: at * 1_000, answer: { channel: 'structured' } });
          await done({ type: 'prompt', text: 'SAY:on' });
          await idle();
          expect(rig.model.turns.length).toBeGreaterThan(0);
        });
      });
    });
  });
}

for (const mux of ['tmux', 'zellij'] as const) {
  test.describe(`Codex without its server, ${mux}`, () => {
    const { ok, reason } = needed(mux);
    test.skip(!ok, reason);
    test.setTimeout(150_000);

    test('without its server Codex is typed to, and proves it', async () => {
      await withCodex(mux, ['--no-daemon'], async ({ rig, codex, cwd, session, send, done, typed, asked, idle }) => {
        await test.step('prompts, long and short', async () => {
          await done({ type: 'prompt', text: 'two lines\nfor $codex; at @README' });
          await idle();
          await done({ type: 'prompt', text: `SAY:long\n${'y'.repeat(20_000)}` });
          await idle();
          await done({ type: 'prompt', text: '# a heading\n\nand below a blank line,\n\n\nmore' });
          await idle();
          expect((await session()).offers.map(({ action, path }) => `${action} ${path.channel}`)).toEqual([
            'attach none',
            'mode keystrokes',
            'model none',
            'compact keystrokes',
            'clear none',
            'rename keystrokes',
            'close keystrokes',
          ]);
          await codex.type('a draft of mine');
          expect((await send({ type: 'prompt', text: 'not now' })).delivery).toMatchObject({
            reason: { code: 'draft' },
          });
          await codex.clearInput();
          await codex.waitForScreen(/^› (?!a draft)/m);
        });
        await test.step('settings by its own commands', async () => {
          await done({ type: 'mode', mode: 'read-only' });
          await done({ type: 'mode', mode: 'ask-for-approval' });
          await done({ type: 'rename', title: 'Harbour typed' });
          await done({ type: 'compact' });
        });
        await test.step('a command is allowed, one is refused, by one key each', async () => {
          await done({ type: 'prompt', text: 'BASH:touch allowed' });
          const first = await asked('the first');
          expect((await send({ type: 'prompt', text: 'not into a dialog' })).delivery.state).toBe('refused');
          await typed(approve(first));
          await waitFor(() => existsSync(join(cwd, 'allowed')), { what: 'allowed' });
          await idle();
          await done({ type: 'prompt', text: 'BASH:touch refused' });
          const second = await asked('the second');
          await typed({ type: 'deny', requestId: second.id });
          await idle();
          expect(existsSync(join(cwd, 'refused'))).toBe(false);
        });
        await test.step('a dialog that only its screen shows', async () => {
          // Its sandbox lets Codex write below /tmp.
          const outside = mkdtempSync('/var/tmp/amc-outside-');
          const file = join(outside, 'made');
          const patch = `*** Begin Patch\n*** Add File: ${file}\n+hello\n*** End Patch`;
          const cmd = `apply_patch <<'EOF'\n${patch}\nEOF`;
          await done({ type: 'prompt', text: `TOOL:exec_command ${JSON.stringify({ cmd })}` });
          const dialog = await asked('the dialog', ({ kind }) => kind === 'trust');
          await typed(approve(dialog));
          await waitFor(() => existsSync(file), { what: 'the file outside' });
          rmSync(outside, { recursive: true });
          await idle();
        });
        await test.step('a question and a plan, by one key each', async () => {
          const options = ['Blue', 'Red'].map((label) => ({ label, description: 'A colour' }));
          const questions = [{ id: 'c', header: 'C', question: 'Which?', options }];
          await done({ type: 'prompt', text: `TOOL:request_user_input ${JSON.stringify({ questions })}` });
          const question = await asked('the question', ({ kind }) => kind === 'question');
          await typed({ type: 'answer', requestId: question.id, answers: { c: { labels: ['Red'] } } });
          await codex.waitForRecord('the answer', (record) => JSON.stringify(record).includes(String.raw`[\"Red\"]`));
          await idle();
          await done({ type: 'mode', mode: 'plan' });
          await done({ type: 'prompt', text: 'SAY:Here\n<proposed_plan>\n# First\n</proposed_plan>' });
          await typed(approve(await asked('the plan', ({ kind }) => kind === 'plan')));
          await codex.waitForRecord('the plan’s prompt', (record) =>
            JSON.stringify(record).includes('Implement the plan.'),
          );
          await idle();
        });
        await test.step('a question in words and a failure: a prompt goes on', async () => {
          await done({ type: 'prompt', text: 'SAY:Shall I go on?' });
          await asked('the question in words', ({ kind }) => kind === 'prose_question');
          await done({ type: 'prompt', text: 'FAIL:503' });
          expect(await asked('the error', ({ kind }) => kind === 'error')).toMatchObject({ cause: 'overloaded' });
          await done({ type: 'prompt', text: 'SAY:on' });
          await idle();
        });
        await test.step('interrupted, then closed', async () => {
          await done({ type: 'prompt', text: 'SLOW:600000' });
          await done({ type: 'interrupt' });
          await idle();
          await done({ type: 'close' });
          expect(readFileSync(codex.rolloutPath() ?? '', 'utf8')).toContain('turn_aborted');
          expect(rig.model.turns.length).toBeGreaterThan(0);
        });
      });
    });
  });
}
