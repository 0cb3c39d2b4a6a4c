import { UserError } from '../../contract/errors.ts';
import type { SearchRole } from '../../contract/search.ts';

/** Where in the text of a query, in characters: `[from, to)`. */
export interface Place {
  from: number;
  to: number;
}

/** What is looked for in the text of messages. */
export type TextTerm =
  /** Its tokens, one behind the other, whatever punctuation is between; `prefix`: the last one may go on. */
  | { kind: 'word'; text: string; prefix: boolean }
  | { kind: 'phrase'; text: string }
  /** Character by character, upper and lower case. */
  | { kind: 'exact'; text: string }
  | { kind: 'regex'; source: string; flags: string };

/** What a message, or its session, must be like. `value` is as typed; times are ms since the epoch, `[from, to)`. */
export type Filter =
  | { name: 'agent' | 'project' | 'model' | 'tool' | 'file' | 'branch' | 'session'; value: string }
  | { name: 'role'; value: SearchRole }
  | { name: 'has'; value: 'error' }
  | { name: 'in'; value: 'deleted' }
  | { name: 'after' | 'before' | 'on'; value: string; from: number | null; to: number | null };

export interface TextNode {
  type: 'text';
  term: TextTerm;
  place: Place;
}

export interface FilterNode {
  type: 'filter';
  filter: Filter;
  place: Place;
}

export type QueryNode =
  | TextNode
  | FilterNode
  | { type: 'not'; node: QueryNode; place: Place }
  | { type: 'all' | 'any'; nodes: readonly QueryNode[]; place: Place };

/** A query that was understood. It has something to look for: no part of it only leaves out. */
export interface ParsedQuery {
  root: QueryNode;
}

/** The terms of a text that a match shows, in the order typed: those under no `-`. */
export function wantedTerms(node: QueryNode): TextNode[] {
  switch (node.type) {
    case 'text':
      return [node];
    case 'all':
    case 'any':
      return node.nodes.flatMap(wantedTerms);
    case 'not':
    case 'filter':
      return [];
  }
}

/** Filters that every match must pass: those under no `-` and no `OR`. */
export function commonFilters(node: QueryNode): Filter[] {
  if (node.type === 'filter') return [node.filter];
  return node.type === 'all' ? node.nodes.flatMap(commonFilters) : [];
}

/** Whether a message matches, when `holds` says it of each term and filter. */
export function evaluate(node: QueryNode, holds: (leaf: TextNode | FilterNode) => boolean): boolean {
  switch (node.type) {
    case 'text':
    case 'filter':
      return holds(node);
    case 'not':
      return !evaluate(node.node, holds);
    case 'all':
      return node.nodes.every((child) => evaluate(child, holds));
    case 'any':
      return node.nodes.some((child) => evaluate(child, holds));
  }
}

/** A query that cannot be understood, or cannot be answered. */
export function queryError(message: string, place: Place, next: string): UserError {
  return new UserError({ code: 'query_invalid', message, place, next });
}
