import { AgentName } from '../../contract/agent.ts';
import type { ConversationItem } from '../../contract/conversation.ts';
import { isError, roleOf } from '../../core/search/item-text.ts';
import type { Filter } from '../../core/search/query.ts';
import type { BlockQuery, BlockRef } from '../../ports/history-store.ts';
import { keyOf, type Sessions } from './sessions.ts';

/** A block with the tools that its calls use. */
export interface OpenBlock {
  ref: BlockRef;
  /** By the id of the call. */
  tools: ReadonlyMap<string, string>;
}

export function openBlock(ref: BlockRef, items: readonly ConversationItem[]): OpenBlock {
  const calls = items.filter((item) => item.kind === 'tool_call');
  return { ref, tools: new Map(calls.map(({ callId, tool }) => [callId, tool])) };
}

/** The tool of a call, or of a result whose call stands in the same block. */
export function toolOf(item: ConversationItem, { tools }: OpenBlock): string | undefined {
  if (item.kind === 'tool_call') return item.tool;
  return item.kind === 'tool_result' ? tools.get(item.callId) : undefined;
}

export interface Narrowing {
  query: Omit<BlockQuery, 'match' | 'limit'>;
  /** Filters that the store sees to alone. */
  settled: ReadonlySet<Filter>;
}

/** Filters that every match must pass, told to the store, which then leaves out most blocks where nothing can pass. */
export function narrowing(filters: readonly Filter[], sessions: Sessions): Narrowing {
  const query: Narrowing['query'] = {};
  const settled = new Set<Filter>();
  for (const filter of filters) {
    switch (filter.name) {
      case 'agent':
      case 'project':
      case 'branch':
      case 'model':
      case 'file':
        if (query[filter.name] !== undefined) break;
        query[filter.name] = filter.value;
        settled.add(filter);
        break;
      case 'tool':
      case 'role':
        query[filter.name] ??= filter.value;
        break;
      case 'session': {
        const key = sessions.wholeKey(filter.value, AgentName.options);
        if (key !== null) query.sessionKey ??= key;
        break;
      }
      case 'after':
      case 'before':
      case 'on':
        if (filter.from !== null) query.from = Math.max(filter.from, query.from ?? filter.from);
        if (filter.to !== null) query.to = Math.min(filter.to, query.to ?? filter.to);
        break;
      case 'has':
        query.hasError = true;
        break;
      case 'in':
        break;
    }
  }
  return { query, settled };
}

/** Whether the session of a block passes; of an item's filter, always. */
export function sessionPasses(filter: Filter, ref: BlockRef, sessions: Sessions): boolean {
  switch (filter.name) {
    case 'agent':
      return ref.session.agent === filter.value;
    case 'session':
      return keyOf(ref).startsWith(filter.value) || ref.session.id.startsWith(filter.value);
    case 'in':
      return sessions.isDeleted(ref);
    case 'project': {
      const project = sessions.of(ref)?.project;
      return project !== undefined && (holds(project.dir, filter.value) || holds(project.name, filter.value));
    }
    case 'model':
      return sessions.of(ref)?.models.some((model) => holds(model, filter.value)) ?? false;
    case 'branch':
      return sessions.of(ref)?.project.branch?.toLowerCase() === filter.value.toLowerCase();
    case 'file':
      return sessions.of(ref)?.files.some(({ path }) => holds(path, filter.value)) ?? false;
    default:
      return true;
  }
}

/** Whether an item passes, and its session. */
export function itemPasses(filter: Filter, item: ConversationItem, block: OpenBlock, sessions: Sessions): boolean {
  switch (filter.name) {
    case 'role':
      return roleOf(item) === filter.value;
    case 'tool':
      return toolOf(item, block)?.toLowerCase() === filter.value.toLowerCase();
    case 'has':
      return isError(item);
    case 'after':
    case 'before':
    case 'on': {
      const at = item.at ?? block.ref.lastAt;
      return at !== null && at >= (filter.from ?? -Infinity) && at < (filter.to ?? Infinity);
    }
    default:
      return sessionPasses(filter, block.ref, sessions);
  }
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
