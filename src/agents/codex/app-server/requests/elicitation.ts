import { z } from 'zod';
import { isJsonObject } from '../../../../lib/json.ts';
import { whatIsWrong } from '../schemas.ts';
import { composeChoice, refusal, type Decision, type ParsedAsk, type ServerRequest } from './ask.ts';

const Params = z.looseObject({
  threadId: z.string(),
  turnId: z.string().nullish(),
  serverName: z.string(),
  mode: z.string(),
  message: z.string().nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  url: z.string().nullish(),
  requestedSchema: z.unknown(),
});
type Params = z.infer<typeof Params>;

const DECISIONS: readonly Decision[] = [
  {
    choice: { id: 'accept', label: 'Yes', effect: 'allow', takesMessage: false },
    result: { action: 'accept', content: {}, _meta: null },
  },
  {
    choice: { id: 'decline', label: 'No', effect: 'deny', takesMessage: false },
    result: { action: 'decline', content: null, _meta: null },
  },
  {
    choice: { id: 'cancel', label: 'Dismiss', effect: 'cancel', takesMessage: false },
    result: { action: 'cancel', content: null, _meta: null },
  },
];

/** `mcpServer/elicitation/request`: an MCP server asks. A form without fields is a yes or no, the rest needs the terminal. */
export function readElicitationAsk({ id, params, heardAt }: ServerRequest): ParsedAsk {
  const parsed = Params.safeParse(params);
  if (!parsed.success) return { kind: 'malformed', reason: whatIsWrong(parsed.error) };
  const { threadId, turnId, serverName } = parsed.data;
  const base = {
    // No item to name it by; the server keeps the id when it asks again after a reconnect.
    id: [threadId, turnId ?? '', serverName, id, 'elicitation'].join(':'),
    openedAt: heardAt,
  };
  if (isYesOrNo(parsed.data)) {
    return {
      kind: 'ask',
      ask: {
        threadId,
        itemId: null,
        unanswerable: null,
        proof: { by: 'nothing' },
        request: {
          ...base,
          kind: 'permission',
          tool: `mcp: ${serverName}`,
          title: parsed.data.message ?? `${serverName} asks for your word`,
          choices: DECISIONS.map(({ choice }) => choice),
        },
        compose: (action) => composeChoice(action, DECISIONS),
      },
    };
  }
  return {
    kind: 'ask',
    ask: {
      threadId,
      itemId: null,
      unanswerable: `The form of ${serverName} is filled in in the terminal.`,
      proof: { by: 'nothing' },
      request: { ...base, kind: 'elicitation', text: textOf(parsed.data) },
      compose: () => refusal('terminal_only', `The form of ${serverName} is filled in in the terminal.`),
    },
  };
}

function isYesOrNo({ mode, requestedSchema }: Params): boolean {
  if (mode !== 'form' || !isJsonObject(requestedSchema)) return false;
  const { properties } = requestedSchema;
  return isJsonObject(properties) && Object.keys(properties).length === 0;
}

function textOf({ serverName, message, title, description, url }: Params): string {
  const said = [message, title, description, url].filter((part) => part !== null && part !== undefined && part !== '');
  return `${serverName}: ${said.join('\n') || 'asks for input'}`;
}
