import { describe, expect, it } from 'vitest';
import { linesOf, type Scenario } from '../../../test/fixtures/claude/fixtures.ts';
import type { ConversationItem } from '../../contract/conversation.ts';
import { itemsOf } from './conversation.ts';
import { readRecord } from './record.ts';

function itemsFrom(texts: readonly string[]): ConversationItem[] {
  let offset = 0;
  return texts.flatMap((text) => {
    const bytes = new TextEncoder().encode(text);
    const line = { offset, end: offset + bytes.length + 1, bytes };
    offset = line.end;
    const read = readRecord(line);
    return read === null || 'broken' in read ? [] : itemsOf(read.record);
  });
}

/** One short line for each item. */
function told(items: readonly ConversationItem[]): string[] {
  return items.map((item) => {
    switch (item.kind) {
      case 'tool_call':
        return `call ${item.tool}: ${item.summary.slice(0, 40)}`;
      case 'tool_result':
        return `${item.ok ? 'ok' : 'failed'}: ${item.output.slice(0, 40)}`;
      case 'prompt':
        return `prompt: ${item.text.slice(0, 40)}${item.images > 0 ? ` +${item.images} image` : ''}`;
      default:
        return `${item.kind}: ${item.text.slice(0, 40)}`;
    }
  });
}

const of = (scenario: Scenario) => told(itemsFrom(linesOf(`${scenario}.transcript.jsonl`)));
const ofRecords = (...records: unknown[]) => itemsFrom(records.map((record) => JSON.stringify(record)));
const user = (content: unknown, more = {}) => ({
  type: 'user',
  uuid: 'u',
  message: { role: 'user', content },
  ...more,
});
const assistant = (content: unknown, more = {}) => ({
  type: 'assistant',
  uuid: 'a',
  message: { role: 'assistant', content },
  ...more,
});

describe('a recorded conversation', () => {
  it('is prompts, replies and interruptions', () => {
    expect(of('basic')).toMatchInlineSnapshot(`
      [
        "prompt: /clear",
        "prompt: SAY:after clear",
        "reply: after clear",
      ]
    `);
    expect(of('basic-2')).toMatchInlineSnapshot(`
      [
        "prompt: SAY:hello there",
        "reply: hello there",
        "prompt: STREAM:200",
        "reply: piece 001 piece 002 piece 003 piece 004 ",
        "note: Request interrupted by user",
        "prompt: SAY:I did it.

      Shall I go on?",
        "reply: I did it.

      Shall I go on?",
      ]
    `);
  });

  it('has the prompts that were queued, also those taken in the middle of a turn', () => {
    expect(of('queue')).toMatchInlineSnapshot(`
      [
        "prompt: HOLD:q",
        "reply: released: q",
        "prompt: SAY:queued words",
        "reply: queued words",
        "prompt: TOOL:Bash {"command":"sleep 4; echo hi",",
        "call Bash: sleep 4; echo hi",
        "ok: hi",
        "prompt: SAY:queued while a tool runs",
        "reply: queued while a tool runs",
      ]
    `);
  });

  it('has commands, renames and compaction as a person reads them', () => {
    expect(of('misc')).toMatchInlineSnapshot(`
      [
        "prompt: ASK:single",
        "call AskUserQuestion: Which colour should the button have?",
        "failed: The user doesn't want to proceed with th",
        "note: Request interrupted by user for tool use",
        "prompt: /rename my good name",
        "note: Session renamed to: my good name",
        "prompt: ! echo bang",
        "note: bang",
        "reply: heard: <command-name>/rename</command-na",
        "prompt: /model",
        "note: Kept model as \`Opus 5.5 (default)\`",
        "prompt: TOOL:Edit {"file_path":"/home/dev/p/demo",
        "call Edit: /home/dev/p/demo/README.md",
        "ok: The file /home/dev/p/demo/README.md has ",
        "reply: done: The file /home/dev/p/demo/README.m",
        "prompt: TOOL:Read {"file_path":"/home/dev/p/demo",
        "call Read: /home/dev/p/demo/README.md",
        "ok: 1	# Demo
      2	",
        "reply: done: 1	# Demo
      2",
        "prompt: TOOL:Edit {"file_path":"/home/dev/p/demo",
        "call Edit: /home/dev/p/demo/README.md",
        "failed: <tool_use_error>String to replace not fo",
        "reply: done: <tool_use_error>String to replace ",
        "note: Conversation compacted",
        "note: This session is being continued from a p",
        "prompt: /compact",
        "note: Compacted (ctrl+o to see full summary)
      P",
        "prompt: SAY:after compact",
        "reply: after compact",
      ]
    `);
  });

  it('has background tasks as notes, and nothing of what a subagent says', () => {
    expect(of('sub')).toMatchInlineSnapshot(`
      [
        "prompt: TOOL:Agent {"description":"Look around",",
        "call Agent: Look around",
        "ok: Async agent launched successfully. (This",
        "reply: done: Async agent launched successfully.",
        "note: Agent "Look around" finished",
        "reply: done: ",
      ]
    `);
    expect(told(itemsFrom(linesOf('sub.subagent.jsonl')))).toEqual([]);
  });

  it('gives every item an id of its own', () => {
    const ids = itemsFrom(linesOf('perm.transcript.jsonl')).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a message', () => {
  it('of several texts and images is one prompt', () => {
    const content = [
      { type: 'text', text: 'what is' },
      { type: 'image', source: {} },
      { type: 'text', text: 'this?' },
    ];
    expect(told(ofRecords(user(content)))).toEqual(['prompt: what is\nthis? +1 image']);
  });

  it('that nobody typed does not show as the user', () => {
    const hidden = [
      user('hello', { isMeta: true }),
      user('hello', { isSidechain: true }),
      user('<system-reminder>\nbe nice\n</system-reminder>'),
      user('  <local-command-caveat>x</local-command-caveat>'),
      user('<user_instructions>x</user_instructions>'),
      user('<turn_aborted>x</turn_aborted>'),
      user('<teammate-message from="x">hi</teammate-message>'),
      user(''),
      user(' \n'),
    ];
    expect(ofRecords(...hidden)).toEqual([]);
    expect(told(ofRecords(user('This session is being continued', { isCompactSummary: true })))).toEqual([
      'note: This session is being continued',
    ]);
    expect(told(ofRecords(user('from afar', { origin: { kind: 'peer' } })))).toEqual(['note: from afar']);
  });

  it('keeps tags in the middle of a text', () => {
    expect(told(ofRecords(user('why <system-reminder> here?')))).toEqual(['prompt: why <system-reminder> here?']);
  });

  it('of the agent may be plain text, and is left out when it is empty', () => {
    expect(told(ofRecords(assistant('Hello there')))).toEqual(['reply: Hello there']);
    expect(
      ofRecords(
        assistant(''),
        assistant([{ type: 'text', text: '  ' }]),
        assistant([{ type: 'thinking', thinking: '' }]),
      ),
    ).toEqual([]);
    expect(
      told(
        ofRecords(
          assistant([
            { type: 'thinking', thinking: 'hm' },
            'plain',
            { type: 'tool_use', id: 't', name: 'Bash', input: { command: 'ls' } },
          ]),
        ),
      ),
    ).toEqual(['thinking: hm', 'reply: plain', 'call Bash: ls']);
  });

  it('of another shape than expected neither shows nor throws', () => {
    const odd: unknown[] = [
      null,
      5,
      [],
      'text',
      {},
      { type: 7 },
      { type: 'user' },
      { type: 'user', message: null },
      user(null),
      user(5),
      user([null, 5, [], { type: 'text' }, { type: 'text', text: null }, { type: 9 }]),
      assistant(null),
      assistant({ text: 'x' }),
      { type: 'assistant', message: [] },
      { type: 'attachment', attachment: null },
      { type: 'attachment', attachment: { type: 'queued_command', prompt: 5 } },
      { type: 'system', subtype: 'local_command', content: { a: 1 } },
    ];
    expect(ofRecords(...odd)).toEqual([]);
    expect(told(ofRecords(assistant([{ type: 'tool_use', id: null, name: null, input: 'not json' }])))).toEqual([
      'call unknown tool: ',
    ]);
    expect(
      told(
        ofRecords(
          user([
            {
              type: 'tool_result',
              tool_use_id: 't',
              content: [{ type: 'text', text: 'a' }, { type: 'image' }],
              is_error: true,
            },
          ]),
        ),
      ),
    ).toEqual(['failed: a\n[image]']);
  });

  it('is cut when it is a huge result', () => {
    const [item] = ofRecords(user([{ type: 'tool_result', tool_use_id: 't', content: 'x'.repeat(100_000) }]));
    expect(item?.kind === 'tool_result' && item.output.length).toBeLessThan(20_100);
  });
});
