import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDialog, type ReadDialog } from '../../../src/agents/claude/screen-dialog.ts';
import { asksForPermission, asksQuestion } from '../../../src/agents/claude/shown-request.ts';
import type { Request } from '../../../src/contract/request.ts';
import type { Claude } from '../../rig/claude.ts';
import { describeRig } from '../../rig/describe-rig.ts';
import { press } from './press.ts';

type Permission = Extract<Request, { kind: 'permission' }>;

const permission = (asked: Partial<Permission>): Permission => ({
  id: 'r',
  kind: 'permission',
  openedAt: 0,
  evidence: { source: 'hook', at: 0, detail: '' },
  answer: { channel: 'keystrokes', via: 'tmux' },
  tool: 'a tool',
  title: '',
  choices: [],
  ...asked,
});
const edit = (path: string): Permission => permission({ edits: [{ path, before: '', after: '' }] });

/** What stands there after this prompt; left with Escape. */
async function asked(claude: Claude, prompt: string): Promise<ReadDialog> {
  await claude.prompt(prompt);
  await claude.waitForScreen(/Esc to cancel/);
  const lines = (await claude.screen()).split('\n');
  const read = readDialog({ at: 0, cols: 0, rows: lines.length, lines });
  if (read === null) throw new Error(`Expected a dialog:\n${lines.join('\n')}`);
  await press(claude, '\x1b');
  await claude.waitForStatus('idle');
  return read;
}

describeRig('a dialog of Claude Code is known by what it asks for', { mux: 'tmux', agents: ['claude'] }, (rig) => {
  test('a wrapped command, a file, a question: its own, and no other', async () => {
    const cwd = rig().projectDir('demo');
    const claude = await rig().startClaude({ cwd });

    const files = 'some-file '.repeat(30).trim();
    const command = `touch ${files} && touch ls`;
    const bash = await asked(claude, `BASH:${command}`);
    expect(asksForPermission(permission({ command }), bash)).toBe(true);
    for (const other of ['ls', 'touch ls', `touch ${files}`])
      expect(asksForPermission(permission({ command: other }), bash)).toBe(false);

    const created = join(cwd, 'notes', 'new.md');
    const write = await asked(claude, `TOOL:Write ${JSON.stringify({ file_path: created, content: 'one\n' })}`);
    expect(asksForPermission(edit(created), write)).toBe(true);
    for (const other of [join(cwd, 'w.md'), join(cwd, 'other', 'new.md')])
      expect(asksForPermission(edit(other), write)).toBe(false);

    const question = await asked(claude, 'ASK:single');
    expect(asksQuestion('Which colour should the button have?', question)).toBe(true);
    expect(asksQuestion('Which colour should the', question)).toBe(false);
  });
});
