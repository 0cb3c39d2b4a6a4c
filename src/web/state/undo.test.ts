import { expect, test } from 'vitest';
import { goBack, keepWayBack } from './undo.ts';

test('the newest way back is taken first, each once, and old ones are forgotten', () => {
  const done: number[] = [];
  const ways = Array.from({ length: 25 }, (_, n) => keepWayBack(() => done.push(n)));
  expect(goBack()).toBe(true);
  ways[22]?.take();
  ways[22]?.take();
  expect(goBack()).toBe(true);
  ways[0]?.take();
  expect(done).toEqual([24, 22, 23]);
  for (let n = 0; n < 17; n += 1) expect(goBack()).toBe(true);
  expect(goBack()).toBe(false);
});
