import { expect, test } from 'vitest';
import { PromptLedger } from './prompt-ledger.ts';
import type { Told } from './tell.ts';

test('a pasted prompt is told as it was written, by the hook and by the transcript alike', () => {
  const told: Told[] = [];
  const ledger = new PromptLedger((one) => void told.push(one));
  const text = '\n\n<pasted_content id="99f7">\none\ntwo\n</pasted_content id="99f7">\n';
  ledger.fromHook({ promptId: 'p1', text, at: 1 });
  ledger.fromTranscript({ recordId: 'p1', text: 'one\ntwo', at: 2 });
  expect(told).toMatchObject([{ type: 'prompt_recorded', source: 'hook', text: 'one\ntwo', recordId: 'p1' }]);
});
