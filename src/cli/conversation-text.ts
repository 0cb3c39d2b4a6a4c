import type { ConversationItem } from '../contract/conversation.ts';
import type { Part, ToolUse } from '../core/conversation/turns.ts';
import { ANSI, CONTROL_IN_TEXT } from '../lib/control-characters.ts';
import { line } from './format.ts';

export interface TextOptions {
  /** Whether the terminal takes colours. */
  colour: boolean;
  thinking: boolean;
  tools: 'full' | 'line' | 'none';
  /** What is told below a call, by its id. */
  byCall?: ReadonlyMap<string, readonly string[]>;
}

const ONE_LINE = 160;

/** One part of a conversation as a person reads it in a terminal; '' when it is not wanted. Ends with an empty line. */
export function partText(part: Part, options: TextOptions): string {
  const { colour } = options;
  switch (part.kind) {
    case 'prompt':
      return `${bold(`> you${when(part.item.at)}`, colour)}\n${safe(part.item.text)}${attached(part.item)}\n\n`;
    case 'reply':
      return `${bold(`< agent${when(part.item.at)}`, colour)}\n${safe(part.item.text)}\n\n`;
    case 'thinking':
      return options.thinking ? `${dim(`  ~ thinking\n${indented(safe(part.item.text))}`, colour)}\n\n` : '';
    case 'note':
      return `${dim(`  · ${line(part.item.text, ONE_LINE)}`, colour)}\n\n`;
    case 'tool':
      return toolText(part, options);
  }
}

function toolText({ call, result }: ToolUse, { tools, colour, byCall }: TextOptions): string {
  if (tools === 'none') return '';
  const what = call === null ? 'result of an earlier call' : `${call.tool}: ${call.summary}`;
  const state = result === null ? ' (no result)' : result.ok ? '' : ' (failed)';
  const below = byCall?.get(call?.callId ?? '') ?? [];
  const head = dim([`  * ${line(what, ONE_LINE)}${state}`, ...below.map((text) => `    ${text}`)].join('\n'), colour);
  if (tools === 'line') return `${head}\n\n`;
  const input = call === null || call.input === '' ? '' : `\n${indented(safe(call.input))}`;
  const output = result === null || result.output === '' ? '' : `\n${indented(safe(result.output), '  | ')}`;
  return `${head}${input}${output}\n\n`;
}

function attached({ images, files = [] }: Extract<ConversationItem, { kind: 'prompt' }>): string {
  const what = [...(images === 0 ? [] : [images === 1 ? '1 image' : `${images} images`]), ...files];
  return what.length === 0 ? '' : `\n  (with ${line(what.join(', '), ONE_LINE)})`;
}

function when(at: number | undefined): string {
  if (at === undefined) return '';
  const local = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
  return `  ${day} ${two(local.getHours())}:${two(local.getMinutes())}`;
}

function indented(text: string, by = '    '): string {
  return text.replace(/^/gm, by);
}

/** Text of several lines that a terminal only prints. */
function safe(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(ANSI, '').replace(CONTROL_IN_TEXT, '\ufffd').trimEnd();
}

function bold(text: string, colour: boolean): string {
  return colour ? `\u001b[1m${text}\u001b[22m` : text;
}

function dim(text: string, colour: boolean): string {
  return colour ? text.replace(/^.+$/gm, '\u001b[2m$&\u001b[22m') : text;
}
