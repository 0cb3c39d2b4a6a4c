import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { SessionKey } from '../../../contract/session.ts';
import { HereProvider } from './here.ts';
import { ToolEntry } from './tool-entry.tsx';
import type { Result } from './tools/output.tsx';
import type { Call } from './tools/tool-line.ts';

const HERE = { key: SessionKey.parse('claude:s'), agentId: null, branches: 'live' as const, startedBy: new Map() };
const call = (view: Call['view'], rest: Partial<Call> = {}): Call => ({
  kind: 'tool_call',
  id: 'c',
  offset: 0,
  callId: 'c',
  tool: 'Tool',
  summary: 'sum',
  input: 'a: b',
  ...(view === undefined ? {} : { view }),
  ...rest,
});
const result = (ok: boolean): Result => ({ kind: 'tool_result', id: 'r', offset: 1, callId: 'c', ok, output: 'out' });

async function lineOf(own: Call | null, res: Result | null, pending: 'running' | 'waiting' | 'none' = 'none') {
  const screen = await render(
    <HereProvider value={HERE}>
      <ToolEntry call={own} result={res} pending={pending} opened={false} />
    </HereProvider>,
  );
  const text = screen.container.querySelector('summary')?.textContent ?? '';
  await screen.unmount();
  return text.replaceAll(/\s+/g, ' ').trim();
}

test('says in one line what was done and what became of it', async () => {
  expect(await lineOf(call({ type: 'shell', command: 'npm test\nnpm run lint' }), result(true))).toBe(
    'done $ npm test …',
  );
  expect(await lineOf(call({ type: 'read', path: 'a.ts', from: 3, lines: 4 }), result(false))).toBe(
    'failed Read a.ts:3–6',
  );
  expect(await lineOf(call({ type: 'search', pattern: 'x', path: 'src' }), null, 'running')).toBe(
    'running Search in src x',
  );
  expect(await lineOf(call({ type: 'edit', files: [{ path: 'a', change: 'add' }] }), null, 'waiting')).toBe(
    'waits for you Write a',
  );
  expect(await lineOf(call({ type: 'mcp', server: 'gh', tool: 'issue' }), null)).toBe(
    'no result on record gh · issue sum',
  );
  expect(await lineOf(call({ type: 'web', query: 'csv' }), result(true))).toBe('done Search the web csv');
  expect(await lineOf(call(undefined, { tool: 'NewTool' }), result(true))).toBe('done NewTool sum');
  expect(await lineOf(null, result(true))).toBe('done result of an earlier call');
});

test('draws what went in and came out only when it is opened', async () => {
  const screen = await render(
    <HereProvider value={HERE}>
      <ToolEntry
        call={call({ type: 'shell', command: 'ls', cwd: '/tmp' })}
        result={result(true)}
        pending="none"
        opened={false}
      />
    </HereProvider>,
  );
  expect(screen.container.querySelector('pre')).toBeNull();
  await screen.getByText('$').click();
  await expect.element(screen.getByText('in /tmp')).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Copy command' })).toBeInTheDocument();
  await expect.element(screen.getByRole('button', { name: 'Copy output' })).toBeInTheDocument();
});
