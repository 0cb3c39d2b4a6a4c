/**
 * A tiny MCP server over stdio, for tests: its tool `ask` asks the user for what its caller says (`elicitation/create`
 * with the tool's own arguments) and gives back what came of it as JSON. `tell` says what the client can do.
 */
import { createInterface } from 'node:readline';

const SCHEMA = { type: 'object', additionalProperties: true };
const TOOLS = [
  { name: 'ask', description: 'Asks the user', inputSchema: SCHEMA },
  { name: 'tell', description: 'Tells what the client can do', inputSchema: SCHEMA },
];

let lastId = 0;
let capabilities = {};
/** What waits for the client's answer, by the id of the question. */
const waiting = new Map();

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const text = (value) => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });

const HANDLERS = {
  initialize: ({ protocolVersion, capabilities: told }) => {
    capabilities = told;
    return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'asking', version: '1.0.0' } };
  },
  'tools/list': () => ({ tools: TOOLS }),
  'tools/call': async ({ name, arguments: given }) =>
    text(name === 'tell' ? capabilities : await request('elicitation/create', given)),
  ping: () => ({}),
};

function request(method, params) {
  lastId += 1;
  send({ id: lastId, method, params });
  return new Promise((resolve) => waiting.set(lastId, resolve));
}

async function take(message) {
  const { id, method, params, result, error } = message;
  if (method === undefined) {
    waiting.get(id)?.(result ?? { error });
    waiting.delete(id);
    return;
  }
  if (id === undefined) return;
  const handler = HANDLERS[method];
  if (handler === undefined) send({ id, error: { code: -32_601, message: `No method ${method}` } });
  else send({ id, result: await handler(params ?? {}) });
}

createInterface({ input: process.stdin }).on('line', (line) => void take(JSON.parse(line)));
