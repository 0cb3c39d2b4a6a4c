import { fc } from '../../../test/helpers/property.ts';
import { expect, it } from 'vitest';
import type { ConversationItem } from '../../contract/conversation.ts';
import { packItems, unpackItems } from './pack.ts';

const ODD = [
  '',
  'a\nb',
  'naïve 日本語 🚀',
  'nul \0 inside',
  'lone \ud83d high',
  '\udc00 low',
  'lost \ufffd sign',
  '\ud83d',
  '\ude80',
];

function everyKind(text: string): ConversationItem[] {
  const at = 1_800_000_000_000;
  return [
    { id: `a${text}`, at, offset: 0, kind: 'prompt', text, images: 2, via: 'queued', files: [text, '/x', ''] },
    { id: 'b', offset: 10, kind: 'prompt', text, images: 0, files: [] },
    { id: 'c', at: at + 0.5, offset: 10, kind: 'reply', text, model: 'm' },
    { id: 'd', at: at - 5, offset: 20, kind: 'thinking', text },
    {
      id: 'e',
      at,
      offset: 30,
      kind: 'tool_call',
      callId: text,
      tool: 'Bash',
      summary: text,
      input: text,
      agentId: 'x',
    },
    { id: 'f', at, offset: 2 ** 40, kind: 'tool_result', callId: 'k', ok: false, output: text, cut: 7 },
    { id: 'g', at, offset: 2 ** 40 + 1, kind: 'note', note: 'compacted', text },
    {
      id: 'h',
      offset: 5,
      kind: 'tool_call',
      callId: 'k',
      tool: text,
      summary: '',
      input: '',
      view: { type: 'shell', command: text },
    },
  ];
}

it.each(ODD)('gives back every kind of item, with the text %j', (text) => {
  const items = everyKind(text);
  expect(unpackItems(packItems(items).packed)).toEqual(items);
});

it('gives back neighbours that halve a character', () => {
  const items = everyKind('\ud83d').concat(everyKind('\ude80'));
  expect(unpackItems(packItems(items).packed)).toEqual(items);
});

it('gives back whatever it was given', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  );
  const item = fc.record({
    offset: fc.nat(),
    at: fc.nat(),
    text,
    kind: fc.constantFrom('reply' as const, 'thinking' as const),
  });
  fc.assert(
    fc.property(fc.array(item), (made) => {
      const items: ConversationItem[] = made.map((one, index) => ({ id: String(index), ...one }));
      expect(unpackItems(packItems(items).packed)).toEqual(items);
    }),
    { numRuns: 200 },
  );
});

it('makes one text of all that can be searched', () => {
  const { text } = packItems([
    { id: 'a', offset: 0, kind: 'prompt', text: 'hello', images: 0, files: ['/a/b.ts'] },
    { id: 'b', offset: 1, kind: 'tool_call', callId: 'c', tool: 'Read', summary: 'b.ts', input: 'path: b.ts' },
    { id: 'c', offset: 2, kind: 'tool_result', callId: 'c', ok: true, output: 'één' },
  ]);
  expect(Buffer.from(text).toString()).toBe('hello\n/a/b.ts\nRead\nb.ts\npath: b.ts\néén');
});

it('packs nothing, and much', () => {
  expect(unpackItems(packItems([]).packed)).toEqual([]);
  const items: ConversationItem[] = [{ id: 'a', offset: 0, kind: 'reply', text: 'x€'.repeat(300_000) }];
  const { packed } = packItems(items);
  expect(packed.length).toBeLessThan(2000);
  expect(unpackItems(packed)).toEqual(items);
});

it('says so when the bytes are not its own', () => {
  const { packed } = packItems([{ id: 'a', offset: 0, kind: 'reply', text: 'x' }]);
  expect(() => unpackItems(packed.subarray(0, 3))).toThrow(/./);
  expect(() => unpackItems(Uint8Array.of(9, 1, 2))).toThrow('form 9');
  expect(() => unpackItems(new Uint8Array())).toThrow('form undefined');
});
