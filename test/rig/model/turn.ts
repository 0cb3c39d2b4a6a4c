import type { ChatCompletionRequest, ChatMessage } from '@copilotkit/aimock';

/** What one request asks of the model, read from its content alone: several agents share one mock. */
export interface Turn {
  agent: 'claude' | 'codex';
  /** A request of the agent for itself (a title, a summary): it offers no shell tool. Never the user's. */
  side: boolean;
  /** What the user said since the model last spoke, without what the agent added. May be empty. */
  prompt: string;
  /** Everything said since the model last spoke, with what the agent added. */
  everything: string;
  /** The tool the model called last and what came of it, when that is what the model now hears. */
  toolResult?: { name: string; input: Record<string, unknown>; output: string };
}

/** What agents put around or before the user's words. */
const ADDED_BY_AGENT = [
  /<system-reminder>[\s\S]*?<\/system-reminder>/g,
  /<environment_context>[\s\S]*?<\/environment_context>/g,
  /<user_instructions>[\s\S]*?<\/user_instructions>/g,
  /<turn_aborted>[\s\S]*?<\/turn_aborted>/g,
  /\[Request interrupted by user[^\]]*\]/g,
  /<\/?pasted_content id="\w*">/g,
  // Around words typed while a tool ran, which Claude hands over together with the tool's result.
  /The user sent a new message while you were working:/g,
  /This is how Claude Code surfaces messages the user sends mid-turn[^\n]*/g,
];

export function readTurn(request: ChatCompletionRequest): Turn {
  const tools = new Set(request.tools?.map((tool) => tool.function.name));
  const agent = request.model.startsWith('claude') ? 'claude' : 'codex';
  const sinceAnswer = request.messages.slice(lastIndexOfRole(request.messages, 'assistant') + 1);
  const said = sinceAnswer.filter((message) => message.role === 'user').map(textOf);
  const toolResult = readToolResult(request.messages, sinceAnswer);
  return {
    agent,
    side: !tools.has('Bash') && !tools.has('exec_command'),
    prompt: said
      .map(withoutAdditions)
      .filter((text) => text !== '')
      .join('\n'),
    everything: said.join('\n'),
    ...(toolResult ? { toolResult } : {}),
  };
}

function readToolResult(messages: ChatMessage[], sinceAnswer: ChatMessage[]): Turn['toolResult'] {
  const result = sinceAnswer.findLast((message) => message.role === 'tool');
  if (!result) return undefined;
  const call = messages
    .flatMap((message) => message.tool_calls ?? [])
    .findLast((candidate) => candidate.id === result.tool_call_id);
  return {
    name: call?.function.name ?? '',
    input: parseObject(call?.function.arguments),
    output: withoutRunHeader(textOf(result)),
  };
}

/** Codex puts figures about the run before what the command printed. */
function withoutRunHeader(output: string): string {
  return output.replace(/^Chunk ID: [\s\S]*?\nOutput:\n/, '');
}

function withoutAdditions(text: string): string {
  return ADDED_BY_AGENT.reduce((rest, pattern) => rest.replace(pattern, ''), text).trim();
}

function textOf({ content }: ChatMessage): string {
  if (content === null) return '';
  return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
}

function lastIndexOfRole(messages: ChatMessage[], role: ChatMessage['role']): number {
  return messages.findLastIndex((message) => message.role === role);
}

function parseObject(json: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
