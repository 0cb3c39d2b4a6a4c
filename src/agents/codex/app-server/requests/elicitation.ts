import { z } from 'zod';
import type { Action } from '../../../../contract/command.ts';
import type { Choice } from '../../../../contract/request.ts';
import { isJsonObject, type JsonObject } from '../../../../lib/json.ts';
import { whatIsWrong } from '../schemas.ts';
import { composeChoice, refusal, type Ask, type Composed, type Decision } from './ask.ts';
import type { ParsedAsk, ServerRequest } from './ask.ts';
import { fillForm, readForm, type Field } from './form.ts';

const Params = z.looseObject({
  threadId: z.string(),
  turnId: z.string().nullish(),
  serverName: z.string(),
  mode: z.string(),
  _meta: z.unknown().optional(),
  message: z.string().nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  url: z.string().nullish(),
  requestedSchema: z.unknown().optional(),
});
type Params = z.infer<typeof Params>;

const decision = (id: string, label: string, effect: Choice['effect'], result: JsonObject): Decision => ({
  choice: { id, label, effect, takesMessage: false },
  result: { content: null, _meta: null, ...result },
});
const ACCEPT = decision('accept', 'Yes', 'allow', { action: 'accept', content: {} });
const VISITED = decision('accept', 'I have been there', 'allow', { action: 'accept' });
const DECLINE = decision('decline', 'No, go on without it', 'deny', { action: 'decline' });
const CANCEL = decision('cancel', 'Dismiss', 'cancel', { action: 'cancel' });
const REMEMBER: Readonly<Record<string, Decision>> = {
  session: decision('session', 'Yes, for this session', 'allow_always', remembered('session')),
  always: decision('always', 'Yes, always', 'allow_always', remembered('always')),
};

/** `mcpServer/elicitation/request`: an MCP server asks for a form, a visit, a yes; or Codex, whether a tool may run. */
export function readElicitationAsk({ id, params, heardAt }: ServerRequest): ParsedAsk {
  const parsed = Params.safeParse(params);
  if (!parsed.success) return { kind: 'malformed', reason: whatIsWrong(parsed.error) };
  const { threadId, turnId, serverName } = parsed.data;
  const base = {
    // No item to name it by; the server keeps the id when it asks again after a reconnect.
    id: [threadId, turnId ?? '', serverName, id, 'elicitation'].join(':'),
    openedAt: heardAt,
  };
  const known = { threadId, itemId: null, proof: { by: 'nothing' } } as const;
  return { kind: 'ask', ask: { ...known, ...(toolApproval(parsed.data, base) ?? request(parsed.data, base)) } };
}

interface Base {
  id: string;
  openedAt: number;
}
type Read = Pick<Ask, 'request' | 'compose' | 'unanswerable'>;

/** Codex itself asks whether a tool of an MCP server may run, and offers to remember it (`_meta`, FORMAT.md §3). */
function toolApproval({ serverName, message, _meta: meta }: Params, base: Base): Read | null {
  if (!isJsonObject(meta) || meta['codex_approval_kind'] !== 'mcp_tool_call') return null;
  const offered = Array.isArray(meta['persist']) ? meta['persist'] : [];
  const lasting = offered.flatMap((how) => (typeof how === 'string' && REMEMBER[how] ? [REMEMBER[how]] : []));
  const decisions = [ACCEPT, ...lasting, DECLINE, CANCEL];
  const tool = typeof meta['tool_name'] === 'string' ? `${serverName}/${meta['tool_name']}` : serverName;
  const input = isJsonObject(meta['tool_params']) ? JSON.stringify(meta['tool_params'], null, 2) : null;
  return {
    unanswerable: null,
    request: {
      ...base,
      kind: 'permission',
      tool: `mcp: ${tool}`,
      title: message ?? `Run ${tool}`,
      ...(input === null ? {} : { input }),
      choices: decisions.map(({ choice }) => choice),
    },
    compose: (action) => composeChoice(action, decisions),
  };
}

function request(params: Params, base: Base): Read {
  const { serverName, mode, url } = params;
  const fields = mode === 'form' ? readForm(params.requestedSchema) : mode === 'url' ? [] : null;
  const decisions = [...(url ? [VISITED] : fields?.length === 0 ? [ACCEPT] : []), DECLINE, CANCEL];
  const shown = { ...base, kind: 'elicitation', server: serverName, text: textOf(params) } as const;
  const unanswerable = fields === null ? `This form of ${serverName} can only be answered in the terminal.` : null;
  return {
    unanswerable,
    request: {
      ...shown,
      ...(url ? { url } : {}),
      fields: (fields ?? []).map((field) => field.shown),
      choices: unanswerable === null ? decisions.map(({ choice }) => choice) : [],
    },
    compose: (action) =>
      fields === null ? refusal('terminal_only', unanswerable ?? '') : compose(action, fields, decisions),
  };
}

function compose(action: Action, fields: readonly Field[], decisions: readonly Decision[]): Composed {
  if (action.type !== 'answer' && (action.type === 'deny' || fields.length === 0))
    return composeChoice(action, decisions);
  if (action.type !== 'answer') return refusal('wrong_action', 'This form is answered, or declined.');
  const filled = fillForm(fields, action.answers);
  if (!filled.ok) return refusal('bad_answer', filled.wrong, 'Correct the form.');
  return { ok: true, effect: 'answer', result: { action: 'accept', content: filled.content, _meta: null } };
}

function remembered(persist: string): JsonObject {
  return { action: 'accept', content: {}, _meta: { persist } };
}

function textOf({ message, title, description }: Params): string {
  const said = [title, message, description].filter((part) => part !== null && part !== undefined && part !== '');
  return said.join('\n') || 'It asks for input';
}
