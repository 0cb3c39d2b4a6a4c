import { expect, test } from 'vitest';
import { machine, needs, pathOf, type ToolName } from './machine.ts';

const names: ToolName[] = ['tmux', 'zellij', 'chromium', 'python3', 'claude', 'codex', 'rig'];

test.each(names)('%s is here with a path and a version, or the reason says what to do', (name) => {
  const tool = machine[name];
  const facts = tool.available ? `${tool.path} ${tool.version}` : tool.reason;
  expect(facts).toMatch(tool.available ? /^\/\S+ [\d.]*/ : /run `npm run setup:machine`$/);
});

test('needs names the first tool that is missing', () => {
  const missing = names.find((name) => !machine[name].available);
  const reason = missing === undefined ? '' : needs(missing).reason;
  expect(needs(...names)).toEqual({ ok: missing === undefined, reason });
});

test('pathOf fails for what is missing and gives the path of what is here', () => {
  const attempt = (name: ToolName) => {
    try {
      return pathOf(name);
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };
  const expected = (name: ToolName) => {
    const tool = machine[name];
    return tool.available ? tool.path : `${name} cannot start: ${tool.reason}`;
  };
  expect(names.map(attempt)).toEqual(names.map(expected));
});
