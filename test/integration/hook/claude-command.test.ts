import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pluginFiles } from '../../../src/agents/claude/hooks/plugin-files.ts';
import { Kit, shells, SILENT } from './kit.ts';

const Handler = z.object({
  command: z.literal('/bin/sh'),
  args: z.tuple([z.literal('-c'), z.string(), z.string()]).rest(z.string()),
});
const HooksFile = z.object({ hooks: z.record(z.string(), z.tuple([z.object({ hooks: z.tuple([Handler]) })])) });

let kit: Kit;

beforeEach(() => {
  kit = new Kit();
});

afterEach(() => kit.remove());

/** The arguments behind the script's path, and the line that runs it, as they are in the installed hooks.json. */
function installed(event: string): { line: string; script: string; rest: string[] } {
  const files = pluginFiles({ version: '1', dataDir: kit.data, script: '' });
  const { hooks } = HooksFile.parse(JSON.parse(files.find(({ path }) => path === 'hooks/hooks.json')?.content ?? ''));
  const [, line = '', script = '', ...rest] = hooks[event]?.[0].hooks[0].args ?? [];
  return { line, script, rest };
}

it("has the plugin's own path, and asks for a relay for permission requests only", () => {
  expect(installed('Stop')).toMatchObject({ script: '${CLAUDE_PLUGIN_ROOT}/amc-hook.sh', rest: [] });
  expect(installed('PermissionRequest')).toMatchObject({
    script: '${CLAUDE_PLUGIN_ROOT}/amc-hook.sh',
    rest: ['relay'],
  });
});

describe.each(shells)('the installed command with $name', (shell) => {
  const input = Buffer.alloc(1024 * 1024, 'x');

  it('writes the event', async () => {
    expect(await kit.run({ shell, input, line: installed('Stop').line })).toEqual(SILENT);
    expect(kit.onlyEvent().payload.equals(input)).toBe(true);
  });

  // An exit code of 2 would block the agent's tool, unread input would show as a failed hook.
  it('is silent and takes its input when the plugin was removed under a running session', async () => {
    rmSync(kit.plugin, { recursive: true });
    const hook = kit.start({ shell, input, line: installed('PreToolUse').line });
    const broken = new Promise((resolve) => hook.child.stdin?.once('error', resolve));
    expect(await Promise.race([hook.ended, broken])).toEqual(SILENT);
    expect(kit.files()).toEqual([]);
  });
});

it('works from a folder with blanks, quotes and dollars in its name', async () => {
  const odd = new Kit({ name: ` it's $HOME "x"` });
  try {
    expect(await odd.run({ input: 'x', line: installed('Stop').line })).toEqual(SILENT);
    expect(odd.onlyEvent().payload.toString()).toBe('x');
    expect(odd.script).toBe(join(odd.plugin, 'amc-hook.sh'));
  } finally {
    odd.remove();
  }
});
