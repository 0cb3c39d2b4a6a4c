import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe as group, expect, test } from 'vitest';
import { describe, describedFile } from './described-file.ts';

const said = (text: string) => describe(text).description;

group('what a file says of itself', () => {
  test.each([
    ['plain', '---\ndescription: Reviews a change # with care\n---\nBody', 'Reviews a change'],
    ['double quotes', '---\ndescription: "Say \\"hi\\": now"\n---\n', 'Say "hi": now'],
    ['single quotes', "---\ndescription: 'It''s this: # all'\n---\n", "It's this: # all"],
    ['folded', '---\nname: x\ndescription: >-\n  one\n  two\nother: y\n---\n', 'one two'],
    ['over several lines', '---\ndescription: one\n  two\n---\n', 'one two'],
    ['Windows line ends', '---\r\ndescription: one\r\n---\r\nBody', 'one'],
    ['no front matter', '\n# A heading\n\ntext', 'A heading'],
    ['front matter without it', '---\nname: x\n---\n\nFirst line\nsecond', 'First line'],
    ['controls', '---\ndescription: a\u202eb\u0007c\n---\n', 'a b c'],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toBe(expected);
  });

  test('nothing to say is null, much is cut', () => {
    expect(said('---\nname: x\n---\n  \n')).toBeNull();
    expect(said('a'.repeat(1_000))).toHaveLength(300);
  });

  test('a pipe in its place is no file, and nobody waits for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'amc-described-'));
    try {
      const path = join(folder, 'pipe.md');
      execFileSync('mkfifo', [path]);
      expect(await describedFile(path)).toBeNull();
      expect(await describedFile(join(folder, 'absent.md'))).toBeNull();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
