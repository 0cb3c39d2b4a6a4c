import { expect, it } from 'vitest';
import { encodeProjectDir } from './transcript-path.ts';

it('encodes a folder as Claude Code does: every other character is a dash', () => {
  expect(encodeProjectDir('/home/dev/my.app_2')).toBe('-home-dev-my-app-2');
  expect(encodeProjectDir('/home/dév/x')).toBe('-home-d-v-x');
  // One character, also where a system hands it out as a letter and an accent.
  expect(encodeProjectDir('/home/de\u0301v/x')).toBe(encodeProjectDir('/home/dév/x'));
});

it('cuts a long folder and marks it with a hash of the whole', () => {
  const long = `/home/dev/${'deep/'.repeat(60)}`;
  const [a, b] = [encodeProjectDir(`${long}a`), encodeProjectDir(`${long}b`)];
  expect(a.slice(0, 200)).toBe(b.slice(0, 200));
  expect(a).toMatch(/^.{200}-[a-z0-9]+$/);
  expect(a).not.toBe(b);
});
