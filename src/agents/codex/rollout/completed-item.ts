import type { FileChange } from '../../../contract/conversation.ts';
import type { JsonObject } from '../../../lib/json.ts';
import type { FileTouch } from '../../../ports/transcripts.ts';
import { firstLine } from '../command-text.ts';
import { inputText, summaryOf, wordsOf, type ToolCall } from './call.ts';
import { outputText } from './output.ts';
import { behind, toolCall, toolResult } from './items.ts';
import { cutInput, FOLDED, note, outputLimit, shown, UNKNOWN, type Outcome, type ReadContext } from './outcome.ts';
import { callItem } from './response-item.ts';
import { numberOrNull, objectAt, objectsAt, pathOf, textOrNull } from './values.ts';

/**
 * An `item_completed` event of the paginated history mode. Most repeat a `response_item`; what a script of the code
 * mode did (its ids begin with `exec-`) is told here only.
 */
export function readCompletedItem(item: JsonObject, context: ReadContext): Outcome {
  const nested = textOrNull(item['id'])?.startsWith('exec-') === true;
  switch (item['type']) {
    case 'CommandExecution':
      return touching(nested ? commandRun(item, context) : FOLDED, readFiles(item));
    case 'FileChange':
      return touching(nested ? filesChanged(item, context) : FOLDED, changedFiles(item));
    case 'McpToolCall':
      return nested ? toolCalled(item, context) : FOLDED;
    case 'DynamicToolCall':
      return nested ? toolCalled(item, context) : FOLDED;
    case 'SubAgentActivity':
      return subagentActivity(item, context);
    case 'EnteredReviewMode':
      return note(context, 'mode', reviewBegins(item));
    case 'ExitedReviewMode':
      return note(context, 'mode', 'Review finished');
    case 'HookPrompt':
      return note(context, 'hook', hookWords(item));
    case 'ImageGeneration':
      return imageSaved(item, context);
    case 'ImageView': {
      const path = pathOf(item['path']);
      return touching(FOLDED, path === null ? [] : [{ path, how: 'read' }]);
    }
    default:
      return REPEATS.has(textOrNull(item['type']) ?? '') ? FOLDED : UNKNOWN;
  }
}

const REPEATS = new Set([
  'AgentMessage',
  'CollabAgentToolCall',
  'ContextCompaction',
  'FunctionCallOutput',
  'Plan',
  'Reasoning',
  'Sleep',
  'UserMessage',
  'WebSearch',
]);

function hookWords(item: JsonObject): string {
  return objectsAt(item, 'fragments')
    .map(({ text }) => textOrNull(text) ?? '')
    .join('\n');
}

function touching(outcome: Outcome, touched: readonly FileTouch[]): Outcome {
  return touched.length === 0 ? outcome : { ...outcome, more: { touched } };
}

/** Codex reads simple commands: `cat a.txt` reads `a.txt`. */
function readFiles(item: JsonObject): FileTouch[] {
  const cwd = pathOf(item['cwd']);
  return objectsAt(item, 'parsed_cmd').flatMap(({ type, path }) =>
    type === 'read' && typeof path === 'string' ? [{ path: within(cwd, path), how: 'read' as const }] : [],
  );
}

function within(cwd: string | null, path: string): string {
  return cwd === null || path.startsWith('/') || /^[A-Za-z]:/.test(path) ? path : `${cwd}/${path}`;
}

function changedFiles(item: JsonObject): FileTouch[] {
  if (item['status'] !== 'completed') return [];
  return changes(item).flatMap(({ path, movedTo }) =>
    [path, ...(movedTo === undefined ? [] : [movedTo])].map((touched) => ({ path: touched, how: 'edit' as const })),
  );
}

/** `{"<path>": {type: add|delete, content} | {type: update, unified_diff, move_path}}` */
function changes(item: JsonObject): FileChange[] {
  const byPath = objectAt(item, 'changes');
  return Object.keys(byPath).map((path) => {
    const change = objectAt(byPath, path);
    const content = textOrNull(change['content']);
    if (change['type'] === 'add') return { path, change: 'add', after: content ?? '' };
    if (change['type'] === 'delete')
      return { path, change: 'delete', ...(content === null ? {} : { before: content }) };
    const diff = textOrNull(change['unified_diff']);
    const movedTo = pathOf(change['move_path']);
    return {
      path,
      change: movedTo === null ? 'update' : 'move',
      ...(movedTo === null ? {} : { movedTo }),
      ...(diff === null ? {} : { diff }),
    };
  });
}

function commandRun(item: JsonObject, context: ReadContext): Outcome {
  const command = wordsOf(item['command']);
  const args = { cmd: command, workdir: pathOf(item['cwd']) };
  const call = called(item, { tool: 'exec_command', summary: firstLine(command), input: inputText(args), args });
  const exitCode = numberOrNull(item['exit_code']);
  const ok = exitCode === null ? item['status'] === 'completed' : exitCode === 0;
  const output = textOrNull(item['aggregated_output']) ?? '';
  return calledAndDone(call, { ok, output }, context);
}

function calledAndDone(call: ToolCall, { ok, output }: { ok: boolean; output: string }, context: ReadContext): Outcome {
  const result = { callId: call.callId, ok, output };
  return shown(callItem(call, context), toolResult(behind(context.place), result, outputLimit(context)));
}

function filesChanged(item: JsonObject, context: ReadContext): Outcome {
  const files = changes(item);
  const { callId } = called(item, {});
  const ok = item['status'] === 'completed';
  const input = files.map(changeText).join('\n');
  const summary = firstLine(files.map(({ path }) => path).join(', '));
  const output = [textOrNull(item['stdout']), textOrNull(item['stderr'])].filter(Boolean).join('\n');
  const call = { callId, tool: 'apply_patch', summary, input: cutInput(input, context) };
  return shown(
    toolCall(context.place, call, context.page ? { type: 'edit', files } : null),
    toolResult(behind(context.place), { callId, ok, output }, outputLimit(context)),
  );
}

function changeText({ path, change, movedTo, before, after, diff }: FileChange): string {
  return [`${change}: ${path}${movedTo === undefined ? '' : ` -> ${movedTo}`}`, before, after, diff]
    .filter((part) => part !== undefined)
    .join('\n');
}

function toolCalled(item: JsonObject, context: ReadContext): Outcome {
  const server = textOrNull(item['server']);
  const namespace = server === null ? textOrNull(item['namespace']) : `mcp__${server}`;
  const tool = [namespace, textOrNull(item['tool'])].filter((part) => part !== null).join('/');
  const args = objectAt(item, 'arguments');
  const call = called(item, { tool, summary: summaryOf(args), input: inputText(args), args });
  const result = objectAt(item, 'result');
  const error = textOrNull(objectAt(item, 'error')['message']) ?? textOrNull(item['error']);
  const text = error ?? outputText(result['content'] ?? item['content_items'] ?? []);
  const ok = error === null && item['status'] === 'completed' && result['isError'] !== true;
  return calledAndDone(call, { ok, output: text }, context);
}

function called(item: JsonObject, call: Partial<ToolCall>): ToolCall {
  return { callId: textOrNull(item['id']) ?? '', tool: 'tool', summary: '', input: '', args: {}, ...call };
}

/** The picture itself is in the `response_item`; where it was saved is told here only. */
export function imageSaved(item: JsonObject, context: ReadContext): Outcome {
  const path = pathOf(item['saved_path']);
  return path === null ? FOLDED : note(context, 'other', `Image saved as ${path}`);
}

/** `id` of one that starts is the call that started it. */
export function subagentActivity(item: JsonObject, context: ReadContext): Outcome {
  const kind = textOrNull(item['kind']) ?? 'active';
  const path = textOrNull(item['agent_path']) ?? textOrNull(item['agent_thread_id']) ?? '';
  const sessionId = textOrNull(item['agent_thread_id']);
  const callId = textOrNull(item['id']) ?? textOrNull(item['event_id']);
  const started = kind === 'started' && sessionId !== null && callId !== null ? { sessionId, callId } : null;
  const told = note(context, 'task', `Subagent ${path} ${kind}`);
  return started === null ? told : { ...told, more: { facts: { started } } };
}

export function reviewBegins(review: JsonObject): string {
  const target = objectAt(review, 'target');
  const hint = textOrNull(review['user_facing_hint']) ?? textOrNull(target['instructions']) ?? '';
  return hint === '' ? 'Review started' : `Review started: ${hint}`;
}
