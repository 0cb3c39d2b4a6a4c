import { Transform } from 'node:stream';
import { z } from 'zod';

const Part = z.looseObject({ text: z.string().optional(), encrypted_content: z.string().optional() });
const Item = z.looseObject({ type: z.string().optional(), content: z.unknown().optional() });
const CodexRequest = z.looseObject({ input: z.array(Item) });

/** A request of Codex in which the mock hears what one agent says to another as if a person had said it. */
export function hearAgents(body: string): string {
  if (!body.includes('"agent_message"')) return body;
  const request = CodexRequest.safeParse(JSON.parse(body));
  if (!request.success) return body;
  return JSON.stringify({ ...request.data, input: request.data.input.map(heard) });
}

function heard(item: z.infer<typeof Item>): z.infer<typeof Item> {
  if (item.type !== 'agent_message') return item;
  const parts = z.array(Part).safeParse(item.content).data ?? [];
  const text = parts.map(({ text: words, encrypted_content: hidden }) => words ?? hidden ?? '').join('\n');
  return { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
}

const DOTTED = /"name":"(\w+)\.(\w+)"/g;

/**
 * Codex knows the tools of MCP servers, and those for subagents, by a namespace beside the name, which the mock cannot
 * say. A call of `mcp__asking.ask` becomes one of `ask` in the namespace `mcp__asking`.
 */
export function namespacedCalls(): Transform {
  let rest = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      done(null, lines.map((line) => `${withNamespace(line)}\n`).join(''));
    },
    flush(done) {
      done(null, withNamespace(rest));
    },
  });
}

function withNamespace(line: string): string {
  return line.replace(DOTTED, '"name":"$2","namespace":"$1"');
}

/** What the real service says to Codex when a plan's limit is reached (`FAIL:limit@<seconds>`); null when it is not. */
export function usageLimit(
  body: string,
  status: number | undefined,
): { headers: Record<string, string>; body: string } | null {
  const reset = [...body.matchAll(/FAIL:limit@(\d+)/g)].at(-1)?.[1];
  if (status !== 429 || reset === undefined) return null;
  const message = 'The usage limit has been reached';
  const error = { type: 'usage_limit_reached', message, plan_type: 'plus', resets_at: Number(reset) };
  const headers = {
    'content-type': 'application/json',
    'x-codex-primary-used-percent': '100',
    'x-codex-primary-window-minutes': '300',
    'x-codex-primary-reset-at': reset,
  };
  return { headers, body: JSON.stringify({ error }) };
}
