import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codexCompletions } from './completions.ts';
import { slashAction } from './slash-actions.ts';

let home: string;
let project: string;

function skill(folder: string, text: string): void {
  const path = join(folder, 'SKILL.md');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const listed = (trigger: '/' | '$' = '$') =>
  codexCompletions(
    () => ({ codexHome: join(home, '.codex'), rpc: null }),
    (_, what) => what !== 'mode',
  ).named({ ref: { agent: 'codex', id: 't' }, dir: project }, trigger);

describe('skills of Codex without its server', () => {
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'amc-codex-completions-'));
    project = join(home, 'ledger');
    mkdirSync(join(project, '.git'), { recursive: true });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  test('of the project, the user and Codex itself, by the name they give themselves', async () => {
    skill(join(project, '.agents/skills/a'), '---\nname: from-agents\ndescription: one\n---\n');
    skill(join(project, '.codex/skills/from-folder'), '---\ndescription: two\n---\n');
    skill(join(home, '.agents/skills/mine'), '---\nname: mine\ndescription: three\n---\n');
    skill(join(home, '.codex/skills/also-mine'), '---\nname: also-mine\ndescription: four\n---\n');
    skill(join(home, '.codex/skills/.system/imagegen'), '---\nname: imagegen\ndescription: five\n---\n');
    skill(join(home, '.codex/skills/odd'), '---\nname: with blank\n---\n');
    expect((await listed()).toSorted((a, b) => a.insert.localeCompare(b.insert))).toEqual([
      { insert: '$also-mine', label: '$also-mine', detail: 'four', from: 'user' },
      { insert: '$from-agents', label: '$from-agents', detail: 'one', from: 'project' },
      { insert: '$from-folder', label: '$from-folder', detail: 'two', from: 'project' },
      { insert: '$imagegen', label: '$imagegen', detail: 'five', from: 'codex' },
      { insert: '$mine', label: '$mine', detail: 'three', from: 'user' },
    ]);
  });

  test('behind a slash stands what AMC can do now, by its own actions', async () => {
    skill(join(home, '.codex/skills/x'), '---\nname: x\n---\n');
    expect((await listed('/')).map(({ insert }) => insert)).toEqual(['/compact', '/rename']);
    expect(['/compact', ' /plan ', '/rename Import, second try'].map(slashAction)).toEqual([
      { type: 'compact' },
      { type: 'mode', mode: 'plan' },
      { type: 'rename', title: 'Import, second try' },
    ]);
    const others = ['/compact now', '/rename', '/quit', '/etc', 'a /compact', '/rename a\nb', '/constructor'];
    expect(others.map(slashAction)).toEqual(others.map(() => null));
  });

  test('files as its terminal writes them', () => {
    const { mention } = codexCompletions(
      () => null,
      () => false,
    );
    expect(['a/b.ts', 'a b/c.ts', 'a "b".ts', 'a\nb'].map((path) => mention(path))).toEqual([
      'a/b.ts',
      '"a b/c.ts"',
      null,
      null,
    ]);
  });
});
