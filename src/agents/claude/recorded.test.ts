import { describe, expect, it } from 'vitest';
import { linesOf, recordedHooks, type Scenario } from '../../../test/fixtures/claude/fixtures.ts';
import { ContextWatch } from './context-watch.ts';
import { HelpersWatch } from './helpers-watch.ts';
import { HookObserver } from './hook-observer.ts';
import { payloadOf } from './hook-payload.ts';
import { PromptLedger } from './prompt-ledger.ts';
import { recordsOn, type TranscriptRecord } from './record.ts';
import { RequestBook } from './request-book.ts';
import type { Told } from './tell.ts';
import { TranscriptObserver } from './transcript-observer.ts';

/** A recording played to the observers in the order of its times, as the registry's absence leaves it. */
async function play(scenario: Exclude<Scenario, 'basic-2'>, { hooks = true, replayed = true, transcript = true } = {}) {
  const told: Told[] = [];
  const tell = (each: Told) => void told.push(each);
  const released: string[] = [];
  const book = new RequestBook({ tell, release: (name) => void released.push(name) });
  const prompts = new PromptLedger(tell);
  const context = new ContextWatch();
  const records = new TranscriptObserver({ tell, book, prompts, context, now: () => 0, onCleared: () => undefined });
  const observer = new HookObserver({
    tell,
    book,
    prompts,
    context,
    helpers: new HelpersWatch(tell),
    relayWaits: async () => true,
    release: () => undefined,
    planOf: async () => null,
    shown: async () => undefined,
    causeOf: async () => null,
  });
  const steps: { at: number; run: () => void | Promise<void> }[] = [];
  if (transcript) {
    // A record reaches AMC a moment after its time, in the order of the file.
    let last = 0;
    for (const record of recordsOf(scenario)) {
      last = Math.max(last, (record.at ?? 0) + 50);
      steps.push({ at: last, run: () => records.take([record], false) });
    }
  }
  if (hooks) {
    for (const { name, at, payload } of recordedHooks(scenario)) {
      const event = {
        name,
        agent: 'claude',
        sessionId: payload.session_id,
        event: payload.hook_event_name,
        at,
        env: {},
        payload,
      };
      steps.push({ at, run: () => observer.take(event, payloadOf(event), { replayed }) });
    }
  }
  for (const step of steps.toSorted((a, b) => a.at - b.at)) await step.run();
  await observer.settleStart();
  return { told, book, released, observer, records };
}

function recordsOf(scenario: Scenario): TranscriptRecord[] {
  return linesOf(`${scenario}.transcript.jsonl`).flatMap((text) => {
    const bytes = new TextEncoder().encode(text);
    return recordsOn({ offset: 0, end: bytes.length + 1, bytes });
  });
}

/** Requests in the order of their opening, each with how it ended by the transcript's word. */
function storyOf(told: readonly Told[]): string[] {
  return told.flatMap((each) => {
    if (each.type !== 'request_opened') return [];
    const { request } = each;
    const closings = told.flatMap((other) =>
      other.type === 'request_closed' && other.requestId === request.id ? [other.by] : [],
    );
    const what = request.kind === 'permission' ? request.title : request.kind;
    return [`${what}: ${closings.join(', ')}`];
  });
}

describe('recorded hooks and transcript', () => {
  it('tell each request once, and who decided it', async () => {
    const { told, book } = await play('perm');
    expect(storyOf(told)).toEqual([
      'Run touch one.txt: unknown, amc',
      'Run touch two.txt: amc',
      'Run touch three.txt: unknown, elsewhere',
      // From the store it cannot be told from a turn that was stopped by AMC.
      'Run touch four.txt: unknown',
      'question: unknown, amc',
      'question: unknown, elsewhere',
      'question: amc',
      'Write new.txt: unknown, amc',
      'error: ',
    ]);
    expect(book.open().map(({ request }) => request.kind)).toEqual(['error']);
  });

  it('claim nothing for AMC that another hook decided while AMC looked on', async () => {
    const { told } = await play('perm', { replayed: false });
    const closings = told.flatMap((each) => (each.type === 'request_closed' && each.by === 'amc' ? [each] : []));
    expect(closings).toEqual([]);
    expect(told).toContainEqual(
      expect.objectContaining({
        type: 'request_closed',
        by: 'elsewhere',
        detail: expect.stringContaining('another hook'),
      }),
    );
  });

  it('let the hooks of requests go that were answered elsewhere', async () => {
    const { released, book } = await play('perm');
    expect(released).toHaveLength(8);
    expect(book.open().filter(({ relayWaits }) => relayWaits)).toEqual([]);
  });

  it('tell of plans, whichever way the call comes', async () => {
    const { told } = await play('plan');
    expect(storyOf(told)).toEqual(['plan: unknown, amc', 'plan: unknown, amc']);
  });

  it('tell prompts once, whether hooks are there or not', async () => {
    const expected = [
      'HOLD:q',
      'SAY:queued words',
      expect.stringContaining('TOOL:Bash'),
      'SAY:queued while a tool runs',
    ];
    for (const hooks of [true, false]) {
      const { told } = await play('queue', { hooks });
      const prompts = told.flatMap((each) => (each.type === 'prompt_recorded' ? [each] : []));
      expect(prompts.map(({ text }) => text)).toEqual(expected);
      expect(prompts.map(({ queued }) => queued)).toEqual([false, true, false, true]);
    }
  });

  it('tie the same prompt by one id, so that it proves one command only', async () => {
    const [byHook, byTranscript] = await Promise.all([
      play('perm', { transcript: false }),
      play('perm', { hooks: false }),
    ]);
    const ids = ({ told }: typeof byHook) =>
      told.flatMap((each) => (each.type === 'prompt_recorded' ? [each.recordId] : []));
    expect(ids(byHook)).toEqual(ids(byTranscript));
    expect(new Set(ids(byHook)).size).toBe(ids(byHook).length);
  });

  it('never call the main agent idle for what a subagent does', async () => {
    const { told } = await play('sub', { transcript: false });
    const idle = told.flatMap((each) => (each.type === 'activity' && each.activity === 'idle' ? [each.detail] : []));
    expect(idle).toEqual([
      'hook: SessionStart (startup, no prompt yet)',
      'hook: Stop (turn ended, 1 in the background)',
      'hook: Stop (turn ended)',
    ]);
    expect(storyOf(told)).toEqual(['Run touch sub.txt: unknown']);
  });

  it('do not take machine traffic for a prompt', async () => {
    const { told } = await play('sub');
    const prompts = told.flatMap((each) => (each.type === 'prompt_recorded' ? [each.text] : []));
    expect(prompts).toEqual([expect.stringMatching(/^TOOL:Agent/)]);
  });

  it('describe the session by its newest records', async () => {
    const { told, records } = await play('misc');
    expect(records.said).toBe('after compact');
    const facts = Object.assign({}, ...told.flatMap((each) => (each.type === 'described' ? [each.facts] : [])));
    expect(facts).toMatchObject({ branch: 'main', model: 'claude-opus-5-5', title: { text: 'my good name', rank: 3 } });
  });
});

describe('vitals', () => {
  const vitalsOf = (told: readonly Told[]) =>
    told.flatMap((each) => (each.type === 'described' && each.facts.vitals !== undefined ? [each.facts.vitals] : []));

  it('are the context of the newest answer', async () => {
    const { told } = await play('basic', { hooks: false });
    expect(vitalsOf(told).at(-1)).toEqual({ contextTokens: expect.any(Number), contextWindow: null });
  });

  it('are not known after a compaction, until the next answer', async () => {
    const { told } = await play('misc', { hooks: false });
    const tokens = vitalsOf(told).map(({ contextTokens }) => (contextTokens === null ? 'unknown' : 'known'));
    expect(tokens.join(' ')).toMatch(/known unknown known/);
  });

  it('count subagents from their start to their end', async () => {
    const { told } = await play('sub', { transcript: false });
    const counts = vitalsOf(told).map(({ subagents, backgroundTasks }) => `${subagents}/${backgroundTasks}`);
    expect(counts.filter((count, index) => count !== counts[index - 1])).toEqual(['0/0', '1/0', '0/0']);
  });
});

describe('hook events of another shape', () => {
  it('change nothing and throw nothing', async () => {
    const told: Told[] = [];
    const tell = (each: Told) => void told.push(each);
    const book = new RequestBook({ tell, release: () => undefined });
    const observer = new HookObserver({
      tell,
      book,
      prompts: new PromptLedger(tell),
      context: new ContextWatch(),
      helpers: new HelpersWatch(tell),
      relayWaits: async () => false,
      release: () => undefined,
      planOf: async () => null,
      shown: async () => undefined,
      causeOf: async () => null,
    });
    const odd = [null, 5, 'text', [], {}, { a: null }];
    const names = [
      'PreToolUse',
      'PermissionRequest',
      'PostToolUse',
      'PostToolBatch',
      'Stop',
      'StopFailure',
      'UserPromptSubmit',
      'SessionStart',
      'Elicitation',
      'SessionEnd',
      'NewEvent',
    ];
    let at = 0;
    for (const event of names) {
      for (const value of odd) {
        at += 1;
        const fields = [
          'tool_name',
          'tool_input',
          'tool_use_id',
          'tool_calls',
          'permission_suggestions',
          'prompt',
          'last_assistant_message',
          'background_tasks',
          'agent_id',
          'reason',
          'message',
        ];
        const payload = Object.fromEntries(fields.map((field) => [field, value]));
        const made = { name: `e${at}`, agent: 'claude', sessionId: 's', event, at, env: {}, payload };
        await observer.take(made, payloadOf(made), { replayed: false });
      }
    }
    expect(book.open().every(({ request }) => request.id.length > 0)).toBe(true);
  });
});
