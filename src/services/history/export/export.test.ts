import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HistoryRig, textOf } from '../../../../test/helpers/history-rig.ts';
import { makeDetail } from '../../../../test/helpers/make-history.ts';
import { plainLines, said } from '../../../../test/helpers/plain-format.ts';
import { sessionKey } from '../../../contract/session.ts';
import type { ConversationItem } from '../../../contract/conversation.ts';
import type { ExportFormat } from '../../api.ts';

let rig: HistoryRig;
beforeEach(() => {
  rig = new HistoryRig();
});
afterEach(() => rig.dispose());

const KEY = 'claude:s1';
const exported = async (format: ExportFormat): Promise<string> =>
  textOf((await rig.history.exportOf(KEY, format)).text);
const golden = (name: string): string => join(import.meta.dirname, '__golden__', `${name}.snap`);

const SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>';
const HOSTILE = [
  {
    ...said.prompt(`# Heading\n> quote\n${SCRIPT}\n</details></div></main>`),
    at: 1_000,
    images: 2,
    files: ['a<b>.txt'],
  },
  said.thinking('``` a fence ````` and </details>'),
  said.reply(
    `![beacon](http://evil.example/x.png) \`<kept>\`\n\n\`\`\`html\n${SCRIPT}\n\`\`\`\n\nthen \u202eright to left, a bell \u0007 and \u001b[31mred\u001b[0m\n~~~\nnever closed ${SCRIPT}`,
  ),
  said.call('c1', 'Bash', 'echo "&lt;" `x`\n</pre>', { summary: `${SCRIPT} & more` }),
  said.call('c2', 'Edit', 'file_path: a.ts', {
    view: {
      type: 'edit',
      files: [{ path: 'a.ts', change: 'update', before: 'let a = "<b>";\n-x', after: 'let a = 2;' }],
    },
  }),
  said.result('c2', 'done', { ok: false }),
  said.result('c1', `</pre>${SCRIPT}\n\`\`\`\`\nend`),
  said.call('c3', 'Task', 'prompt: look', { summary: 'look', agentId: 'a1' }),
  said.result('c3', 'found it', { agentId: 'a1' }),
  said.note('compacted', 'The conversation was compacted. <b>'),
];
const SUBAGENT = [said.prompt('look </div>'), said.reply('found "it" & more'), said.call('s1', 'Read', 'path: x')];

/** A session with everything in it: hostile texts, a rewound part, a broken line, subagents with and without a call. */
function putHostile(): void {
  const before = plainLines(...HOSTILE);
  const rewound = plainLines(said.prompt('taken back'), said.reply('</details> gone'));
  const after = `{"broken\n${plainLines(said.prompt('at last'))}`;
  const [from, to] = [Buffer.byteLength(before), Buffer.byteLength(before + rewound)];
  const detail = makeDetail({
    id: 's1',
    title: `A title ${SCRIPT}\n# and more`,
    project: { name: '../../led ger', dir: '/home/mara/`code`/ledger', branch: 'main' },
    subagents: [
      { agentId: 'a1', role: 'explorer', description: 'Look </summary><script>', callId: 'c3' },
      { agentId: 'a2', role: 'lost' },
    ],
  });
  rig.index.put(detail, {
    path: rig.write('main.jsonl', before + rewound + after),
    branches: [
      { id: 0, from: 0, to, forkedAt: null, live: true },
      { id: 1, from: to, to: null, forkedAt: from, live: true },
    ],
  });
  rig.index.putFile(KEY, { path: rig.write('a1.jsonl', plainLines(...SUBAGENT)), agentId: 'a1' });
  rig.index.putFile(KEY, { path: rig.write('a2.jsonl', plainLines(said.reply('nobody called me'))), agentId: 'a2' });
}

describe('an exported conversation', () => {
  it.each(['markdown', 'html', 'json'] as const)('as %s, with hostile text, is as it always was', async (format) => {
    putHostile();
    const text = (await exported(format)).replaceAll(rig.folder, '/transcripts');
    await expect(text).toMatchFileSnapshot(golden(`hostile.${format}`));
  });

  it('as HTML runs and loads nothing: no text of a conversation becomes a tag', async () => {
    putHostile();
    const tags = new Set([...(await exported('html')).matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name]) => name));
    const own = 'html head meta title style body h1 h2 dl dt dd main article div p details summary pre ins del';
    expect([...tags].filter((tag) => !own.split(' ').includes(tag ?? ''))).toEqual([]);
  });

  it('as JSON can be read back, and holds every item, changed in nothing', async () => {
    putHostile();
    const { steps, session } = JSON.parse(await exported('json'));
    expect(session.key).toBe(KEY);
    const items: ConversationItem[] = steps.flatMap(
      (step: { item?: ConversationItem; steps?: { item: ConversationItem }[] }) =>
        step.item === undefined ? [] : [step.item],
    );
    const original = HOSTILE.map((item) => ('text' in item ? item.text : 'output' in item ? item.output : item.input));
    const found = items.map((item) => ('text' in item ? item.text : 'output' in item ? item.output : item.input));
    expect(found.toSorted()).toEqual([...original, 'at last'].toSorted());
    expect(steps.find((step: object) => 'rewound' in step).rewound).toHaveLength(2);
    expect(steps.filter((step: object) => 'subagent' in step)).toMatchObject([
      { subagent: { agentId: 'a1' }, steps: [{}, {}, {}] },
      { subagent: { agentId: 'a2' }, steps: [{ item: { text: 'nobody called me' } }] },
    ]);
  });

  it('has nothing cut, whatever a page cuts', async () => {
    const output = 'x'.repeat(5_000);
    rig.index.put(makeDetail({ id: 's1' }), { path: rig.write('f.jsonl', plainLines(said.result('c', output))) });
    for (const format of ['markdown', 'html', 'json'] as const) expect(await exported(format)).toContain(output);
  });

  it('comes from the index when its file is gone, and nests a subagent once, however it names itself', async () => {
    const call = { kind: 'tool_call', id: 'c', offset: 0, callId: 'c', tool: 'Task', summary: '', input: '' } as const;
    const items = [{ ...call, agentId: 'a1' }];
    const subagents = [{ agentId: 'a1', callId: 'c' }];
    rig.index.put(makeDetail({ id: 's1', subagents }), { path: '/gone', state: 'gone', items });
    rig.index.putFile(KEY, { path: '/gone-too', state: 'gone', agentId: 'a1', items });
    expect((await exported('json')).match(/"subagent":/g)).toHaveLength(1);
  });

  it('calls a subagent that is a session of its own by its title; a line feed at the end is no line', async () => {
    const key = sessionKey({ agent: 'claude', id: 'child' });
    const view = { type: 'edit', files: [{ path: 'a', change: 'add', after: 'one\ntwo\n' }] };
    const text = plainLines(said.call('c', 'Write', 'a', { view }), said.result('c', 'done'));
    const linkedFrom = [{ type: 'subagent_of' as const, key, callId: 'c' }];
    rig.index.put(makeDetail({ id: 's1', linkedFrom }), { path: rig.write('f.jsonl', text) });
    rig.index.put(makeDetail({ id: 'child', title: 'child_one' }), { path: rig.write('g.jsonl', '{}\n') });
    const markdown = await exported('markdown');
    expect(markdown).toContain('<summary>Subagent · child_one</summary>');
    expect(markdown).toContain('+one\n+two\n```');
  });

  it('has a file name that is safe anywhere', async () => {
    putHostile();
    expect((await rig.history.exportOf(KEY, 'markdown')).name).toBe(
      'claude-led-ger-a-title-script-alert-x-script-img-src-x-s1.md',
    );
    rig.index.put(makeDetail({ id: 'ü"\r\n/../..', title: '“”', project: { name: '..', dir: '' } }), {
      path: rig.write('f.jsonl', '{}\n'),
    });
    expect((await rig.history.exportOf('claude:ü"\r\n/../..', 'html')).name).toBe('claude.html');
  });

  it('of nothing is refused before anything is written', async () => {
    await expect(rig.history.exportOf('claude:nobody', 'json')).rejects.toMatchObject({ code: 'session_unknown' });
    rig.index.put(makeDetail({ id: 's1' }));
    await expect(rig.history.exportOf(KEY, 'json')).rejects.toMatchObject({ code: 'conversation_not_found' });
  });
});
