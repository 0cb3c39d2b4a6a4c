import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversationPage } from '../../../contract/conversation.ts';
import type { LineBlock, PageReader } from '../../../ports/log-reader.ts';
import { LineSplitter } from '../../../lib/line-splitter.ts';
import { readFile } from 'node:fs/promises';
import { dayFolder, findRollouts, newestRollouts } from './files.ts';
import { readMessages } from './messages.ts';
import { readPage } from './page.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../../../test/fixtures/codex/${name}`, import.meta.url));
const ID = '01a2022a-10b6-7bc1-82a4-b314b5d009b8';

/** Pages over a whole file, in blocks of a few lines: adapters know the port only. */
const pages: PageReader = {
  async *forward(path, { start = 0 } = {}) {
    for (const block of blocks(await linesOf(path)).map(({ lines }) => ({
      lines: lines.filter(({ offset }) => offset >= start),
    })))
      yield block;
  },
  async *backward(path, { end = Infinity } = {}) {
    const lines = (await linesOf(path)).filter((line) => line.end <= end);
    for (const block of blocks(lines).reverse()) yield block;
  },
};

async function linesOf(path: string) {
  return new LineSplitter({ offset: 0 }).push(await readFile(path));
}

function blocks(lines: LineBlock['lines']): LineBlock[] {
  return Array.from({ length: Math.ceil(lines.length / 7) }, (_, index) => ({
    lines: lines.slice(index * 7, index * 7 + 7),
  }));
}

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'amc-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function written(...records: readonly unknown[]): string {
  const path = join(home, 'rollout.jsonl');
  writeFileSync(
    path,
    records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join(''),
  );
  return path;
}

const item = (payload: unknown) => ({ timestamp: '2026-11-22T07:31:30.000Z', type: 'response_item', payload });

async function shown(path: string) {
  const { items, problems } = await readPage({ pages, path, query: { limit: 500 } });
  return { items: items.map((one) => ('text' in one ? `${one.kind}: ${one.text}` : one.kind)), problems };
}

describe('the conversation of a recorded thread', () => {
  it('is what was said and done, without what Codex added', async () => {
    const { items, problems } = await shown(fixture('rollout.jsonl'));
    expect(problems).toEqual([]);
    expect(items.slice(0, 6)).toEqual([
      'prompt: hello there one',
      'reply: heard: profile></filesystem>\n</environment_context>\nhello there one',
      'prompt: BASH:touch /home/user/made1',
      'tool_call',
      'tool_result',
      'reply: done: exec_command failed: CreateProcess { message: "Rejected(\\"rejected by user\\")" }',
    ]);
    expect(items.join('\n')).not.toMatch(/<environment_context>\n|<turn_aborted>|left out/);
    expect(items.filter((one) => one === 'note: Interrupted')).toHaveLength(2);
    expect(items.find((one) => one.startsWith('note: Error'))).toContain('asked to fail');
  });

  it('fits the contract and says how tools ended', async () => {
    const page = await readPage({ pages, path: fixture('rollout.jsonl'), query: { limit: 500 } });
    expect(ConversationPage.safeParse(page).error).toBeUndefined();
    const call = page.items.find(({ kind }) => kind === 'tool_call');
    const results = page.items.filter((one) => one.kind === 'tool_result');
    expect(call).toMatchObject({
      tool: 'exec_command',
      summary: 'touch /home/user/made1',
      callId: results[0]?.callId,
    });
    expect(results.slice(0, 3).map(({ ok }) => ok)).toEqual([false, true, true]);
    expect(page.items[0]).toMatchObject({ at: Date.parse('2026-11-22T07:31:30.052Z') });
  });

  it('is the same read page by page, upwards and downwards', async () => {
    const path = fixture('rollout.jsonl');
    const whole = await readPage({ pages, path, query: { limit: 500 } });
    expect(whole.before).toBeNull();
    for (const limit of [1, 3, 50]) {
      const up = [];
      let page = await readPage({ pages, path, query: { limit } });
      expect(page.after).toBe(whole.after);
      for (; ; page = await readPage({ pages, path, query: { limit, before: page.before ?? 0 } })) {
        up.unshift(...page.items);
        if (page.before === null) break;
      }
      expect(up).toEqual(whole.items);
      const down = [];
      for (let after = 0; after < whole.after;) {
        const next = await readPage({ pages, path, query: { limit, after } });
        down.push(...next.items);
        after = next.after;
      }
      expect(down).toEqual(whole.items);
    }
  });

  it('is empty for an empty or a missing file, and waits for a partial line', async () => {
    const nothing = { items: [], before: null, after: 0, problems: [] };
    expect(
      await readPage({ pages: { ...pages, async *backward() {} }, path: join(home, 'no'), query: { limit: 5 } }),
    ).toEqual(nothing);
    const path = written();
    appendFileSync(path, '{"type":"response_item","payl');
    expect(await readPage({ pages, path, query: { limit: 5 } })).toEqual(nothing);
  });

  it('of a fork says where its beginning is', async () => {
    const { items } = await shown(fixture('rollout-fork.jsonl'));
    expect(items[0]).toBe(`note: Continues the conversation ${ID}: what came before is there`);
    expect(items).toContain('prompt: SAY:forked');
  });
});

describe('odd lines', () => {
  it('become problems with their place, and cost nothing else', async () => {
    const path = written(
      item({ type: 'message', role: 'user', content: 'plain text' }),
      item(null),
      item({ type: 'message', role: 'assistant', content: null }),
      item({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 7 }] }),
      '12',
      'null',
      '[1]',
      '{"broken',
      '',
      { type: 'response_item' },
      { type: 'brand_new', payload: 5 },
      item({ type: 'brand_new_item', id: 'x' }),
      item({
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'still here\u2028and \u0085here' }, null, 5],
      }),
    );
    const { items, problems } = await shown(path);
    expect(items).toEqual(['prompt: plain text', 'reply: still here\u2028and \u0085here']);
    expect(problems.map((problem) => problem.slice(problem.indexOf('this line')))).toEqual([
      'this line has no payload: response_item',
      'this line is a message whose content is null',
      'this line is a message whose text is no text',
      'this line is no object: "12"',
      'this line is no object: "null"',
      'this line is no object: "[1]"',
      'this line is no JSON: "{\\"broken"',
      'this line has no payload: response_item',
    ]);
    expect(problems.at(-1)).toMatch(/rollout\.jsonl, byte \d+: /);
  });

  it('of half a character do not matter', async () => {
    const path = written(item({ type: 'message', role: 'user', content: 'ok' }));
    appendFileSync(path, Buffer.concat([Buffer.from('{"a":"'), Buffer.from('ü').subarray(0, 1)]));
    expect(await shown(path)).toEqual({ items: ['prompt: ok'], problems: [] });
  });
});

describe('what Codex says in the user’s name', () => {
  it.each([
    '<INSTRUCTIONS>x',
    '<environment_context>\n',
    '<permissions instructions>',
    '# AGENTS.md instructions for /x',
    '  <user_instructions>',
    '<turn_aborted>',
  ])('%j is hidden', async (text) => {
    const content = [
      { type: 'input_text', text },
      { type: 'input_text', text: 'mine' },
    ];
    expect((await shown(written(item({ type: 'message', role: 'user', content })))).items).toEqual(['prompt: mine']);
    expect((await shown(written(item({ type: 'message', role: 'user', content: text })))).items).toEqual([]);
    expect((await shown(written(item({ type: 'message', role: 'assistant', content: text })))).items).toHaveLength(1);
  });

  it('is hidden when it is marked so, and developers are', async () => {
    const marked = {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'a reminder' }],
      internal_chat_message_metadata_passthrough: { content_item_metadata: [{ provenance: { type: 'harness' } }] },
    };
    const developer = { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'secret rules' }] };
    expect((await shown(written(item(marked), item(developer)))).items).toEqual([]);
  });

  it('leaves images and thinking', async () => {
    const path = written(
      item({
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_image', image_url: 'data:' },
          { type: 'input_text', text: 'look' },
        ],
      }),
      item({
        type: 'reasoning',
        summary: [
          { type: 'summary_text', text: 'I look' },
          { type: 'summary_text', text: '' },
        ],
        content: null,
      }),
      item({ type: 'web_search_call', id: 'ws', status: 'completed', action: { type: 'search', query: 'amc' } }),
      item({ type: 'local_shell_call', call_id: 'ls', action: { type: 'exec', command: ['bash', '-lc', 'ls'] } }),
      item({
        type: 'custom_tool_call',
        call_id: 'p',
        name: 'apply_patch',
        input: '*** Begin Patch\n*** Update File: a.txt\n',
      }),
      item({ type: 'custom_tool_call_output', call_id: 'p', output: { content: 'Done', success: false } }),
    );
    const { items } = await readPage({ pages, path, query: { limit: 50 } });
    expect(items).toMatchObject([
      { kind: 'prompt', text: 'look', images: 1 },
      { kind: 'thinking', text: 'I look' },
      { kind: 'tool_call', tool: 'web_search', summary: 'amc' },
      { kind: 'tool_call', tool: 'local_shell', summary: 'ls' },
      { kind: 'tool_call', tool: 'apply_patch', summary: 'a.txt' },
      { kind: 'tool_result', callId: 'p', ok: false, output: 'Done' },
    ]);
  });
});

it('the original’s messages are text of user and assistant, with the rollout’s own times', async () => {
  const messages = await readMessages({ pages, path: fixture('rollout.jsonl') });
  expect(messages[0]).toEqual({ role: 'user', content: 'hello there one', timestamp: '2026-11-22T07:31:30.052Z' });
  expect(messages.every(({ content }) => content.trim() !== '')).toBe(true);
});

describe('rollout files', () => {
  const name = (id: string, time = '2026-11-22T07-30-40') => `rollout-${time}-${id}.jsonl`;

  function put(folder: string, file: string, changedAt?: Date): string {
    mkdirSync(join(home, folder), { recursive: true });
    const path = join(home, folder, file);
    copyFileSync(fixture('rollout-fork.jsonl'), path);
    if (changedAt !== undefined) utimesSync(path, changedAt, changedAt);
    return path;
  }

  it('are found by their whole id only, wherever they lie', async () => {
    put('sessions/2026/11/22', name(`${ID.slice(0, -1)}9`));
    put('sessions/2026/11/22', `not-a-rollout-${ID}.jsonl`);
    put('sessions/2026/11/22', `${name(ID)}.zst`);
    expect(await findRollouts({ codexHome: home, threadId: ID })).toEqual([]);
    const far = put('sessions/2024/01/02', name(ID));
    expect((await findRollouts({ codexHome: home, threadId: ID })).map(({ path }) => path)).toEqual([far]);
    const near = put('sessions/2026/11/21', name(ID));
    const archived = put('archived_sessions', name(ID), new Date(0));
    expect((await findRollouts({ codexHome: home, threadId: ID.toUpperCase() })).map(({ path }) => path)).toEqual([
      near,
      archived,
    ]);
    expect(await findRollouts({ codexHome: home, threadId: '../../x' })).toEqual([]);
  });

  it('with one id: the newest comes first', async () => {
    const old = put('sessions/2026/11/22', name(ID), new Date(1_000));
    const fresh = put('sessions/2026/11/22', name(ID, '2026-11-22T09-00-00'));
    expect((await findRollouts({ codexHome: home, threadId: ID })).map(({ path }) => path)).toEqual([fresh, old]);
  });

  it('are looked for in the newest folders that exist', async () => {
    for (const day of ['2025/12/31', '2026/02/09', '2026/02/10', '2026/11/02']) put(`sessions/${day}`, name(ID));
    const found = await newestRollouts({ codexHome: home, days: 3 });
    expect(found.map(({ path }) => path.slice(home.length + 1, -name(ID).length - 1))).toEqual([
      'sessions/2026/11/02',
      'sessions/2026/02/10',
      'sessions/2026/02/09',
    ]);
    expect(await newestRollouts({ codexHome: join(home, 'none'), days: 3 })).toEqual([]);
    expect(dayFolder('/h', new Date(2026, 1, 3).getTime())).toBe('/h/sessions/2026/02/03');
  });
});
