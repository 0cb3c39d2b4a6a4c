import { describe, expect, it } from 'vitest';
import { picturesIn } from './pictures.ts';

const of = (payload: unknown) => {
  const bytes = new TextEncoder().encode(JSON.stringify({ timestamp: 'x', type: 'response_item', payload }));
  return picturesIn({ offset: 0, end: bytes.length + 1, bytes });
};
const part = (image_url: unknown) => ({ type: 'input_image', image_url });

describe('pictures in a record of Codex', () => {
  it('are those of a message, of an output, and one that was made', () => {
    const webp = part('data:image/webp;base64,QUJD');
    expect(of({ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'x' }, webp] })).toEqual([
      { type: 'image/webp', base64: 'QUJD' },
    ]);
    expect(of({ type: 'function_call_output', call_id: 'c', output: [webp] })).toHaveLength(1);
    expect(of({ type: 'custom_tool_call_output', call_id: 'c', output: { content: [webp] } })).toHaveLength(1);
    expect(of({ type: 'image_generation_call', result: 'QUJD' })).toEqual([{ type: 'image/png', base64: 'QUJD' }]);
  });

  it('are pictures and nothing else', () => {
    for (const url of ['http://example.org/x.png', 'data:image/svg+xml;base64,AAAA', 'data:image/png,x', 7])
      expect(of({ type: 'message', content: [part(url)] })).toEqual([]);
    for (const payload of [null, 7, {}, { content: 'x' }]) expect(of(payload)).toEqual([]);
  });
});
