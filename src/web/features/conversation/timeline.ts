import type { Command } from '../../../contract/command.ts';
import type { ConversationItem } from '../../../contract/conversation.ts';

type Item<K extends ConversationItem['kind']> = Extract<ConversationItem, { kind: K }>;

/** What is drawn, in order. */
export type Entry =
  | { kind: 'prompt'; id: string; item: Item<'prompt'>; command: Command | null }
  | { kind: 'reply'; id: string; item: Item<'reply'> }
  | { kind: 'thinking'; id: string; item: Item<'thinking'> }
  /** A call without its result is still running, or its result is not on record; a result without its call belongs above. */
  | { kind: 'tool'; id: string; call: Item<'tool_call'> | null; result: Item<'tool_result'> | null }
  | { kind: 'note'; id: string; item: Item<'note'> }
  | { kind: 'command'; id: string; command: Command };

export interface TimelineInput {
  items: readonly ConversationItem[];
  /** Whether `items` begin with the first of all. */
  whole: boolean;
  /** Whether they end with the newest of all. */
  newest: boolean;
  /** Of this session, in any order. */
  commands: readonly Command[];
}

/** Conversation and commands as one: results with their calls, prompts with their delivery, everything else by time. */
export function timeline({ items, whole, newest, commands }: TimelineInput): Entry[] {
  const entries = joined(items);
  const oldest = whole ? 0 : (items.find(({ at }) => at !== undefined)?.at ?? 0);
  const youngest = newest ? Infinity : (items.findLast(({ at }) => at !== undefined)?.at ?? 0);
  const prompts = entries.filter((entry) => entry.kind === 'prompt');
  for (const command of commands.toSorted((a, b) => a.createdAt - b.createdAt)) {
    const own = prompts.find((entry) => entry.command === null && isPromptOf(entry.item, command));
    if (own !== undefined) own.command = command;
    else if (command.createdAt >= oldest && command.createdAt <= youngest) place(entries, command);
  }
  return entries;
}

function joined(items: readonly ConversationItem[]): Entry[] {
  const entries: Entry[] = [];
  const calls = new Map<string, Extract<Entry, { kind: 'tool' }>>();
  for (const item of items) {
    if (item.kind === 'tool_result') {
      const call = calls.get(item.callId);
      if (call === undefined) entries.push({ kind: 'tool', id: item.id, call: null, result: item });
      else call.result = item;
    } else if (item.kind === 'tool_call') {
      const entry = { kind: 'tool' as const, id: item.id, call: item, result: null };
      calls.set(item.callId, entry);
      entries.push(entry);
    } else if (item.kind === 'prompt') entries.push({ kind: 'prompt', id: item.id, item, command: null });
    else if (item.kind === 'reply') entries.push({ kind: 'reply', id: item.id, item });
    else if (item.kind === 'thinking') entries.push({ kind: 'thinking', id: item.id, item });
    else entries.push({ kind: 'note', id: item.id, item });
  }
  return entries;
}

// File times and the server's clock are of one machine, but rounded differently.
const SLACK_MS = 2_000;

function isPromptOf(item: Item<'prompt'>, { action, createdAt }: Command): boolean {
  if (action.type !== 'prompt' || !isTextOf(item.text, action)) return false;
  return item.at === undefined || item.at >= createdAt - SLACK_MS;
}

/** What goes with a prompt may be named in the text the agent writes down. */
function isTextOf(
  recorded: string,
  { text, attachments = [] }: Extract<Command['action'], { type: 'prompt' }>,
): boolean {
  return attachments.length === 0 ? normal(recorded) === normal(text) : normal(recorded).includes(normal(text));
}

/** Line ends and outer blanks change on the way through a terminal. */
function normal(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

/** Behind the last entry that is not younger. */
function place(entries: Entry[], command: Command): void {
  let index = entries.length;
  while (index > 0) {
    const at = timeOf(entries[index - 1]);
    if (at !== undefined && at <= command.createdAt) break;
    index -= 1;
  }
  const anyTime = entries.some((entry) => timeOf(entry) !== undefined);
  entries.splice(anyTime ? index : entries.length, 0, { kind: 'command', id: command.id, command });
}

/** The item an entry begins with; null for what only AMC knows. */
export function itemOf(entry: Entry): ConversationItem | null {
  if (entry.kind === 'command') return null;
  return entry.kind === 'tool' ? (entry.call ?? entry.result) : entry.item;
}

/** Where the records of an entry begin; none of what only AMC knows. */
export function offsetsOf(entry: Entry): number[] {
  if (entry.kind === 'command') return [];
  if (entry.kind !== 'tool') return [entry.item.offset];
  return [...new Set([entry.call, entry.result].flatMap((item) => (item === null ? [] : [item.offset])))];
}

/** Whether it holds something of the record at `offset`. */
export function isAt(entry: Entry, offset: number): boolean {
  if (entry.kind === 'command') return false;
  if (entry.kind === 'tool') return entry.call?.offset === offset || entry.result?.offset === offset;
  return entry.item.offset === offset;
}

/** The first entry of the record at `offset`; where nothing of it is shown, the next one that is, else the last. */
export function entryAt(entries: readonly Entry[], offset: number): Entry | null {
  const exact = entries.find((entry) => isAt(entry, offset));
  if (exact !== undefined) return exact;
  return (
    entries.find((entry) => (itemOf(entry)?.offset ?? -1) > offset) ??
    entries.findLast((entry) => itemOf(entry) !== null) ??
    null
  );
}

function timeOf(entry: Entry | undefined): number | undefined {
  if (entry === undefined) return undefined;
  if (entry.kind === 'command') return entry.command.createdAt;
  return entry.kind === 'tool' ? (entry.call?.at ?? entry.result?.at) : entry.item.at;
}
