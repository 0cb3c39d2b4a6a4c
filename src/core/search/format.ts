import type { Filter, ParsedQuery, QueryNode, TextTerm } from './query.ts';

/** A query as a person would type it. Reading it again gives the same query. */
export function formatQuery(query: ParsedQuery): string {
  const { root } = query;
  return root.type === 'any' || root.type === 'all' ? inside(root) : formatNode(root);
}

function formatNode(node: QueryNode): string {
  switch (node.type) {
    case 'text':
      return formatTerm(node.term);
    case 'filter':
      return formatFilter(node.filter);
    case 'not':
      return `-${negated(node.node)}`;
    case 'all':
    case 'any':
      return parenthesized(inside(node));
  }
}

function inside({ type, nodes }: Extract<QueryNode, { nodes: readonly QueryNode[] }>): string {
  return nodes.map(formatNode).join(type === 'any' ? ' OR ' : ' ');
}

function negated(node: QueryNode): string {
  const text = formatNode(node);
  return /^[->]/.test(text) ? parenthesized(text) : text;
}

/** A word with a parenthesis of its own would take the closing one for its own. */
function parenthesized(text: string): string {
  const last = text.slice(text.lastIndexOf(' ') + 1);
  return `(${text}${last.split('(').length > last.split(')').length ? ' ' : ''})`;
}

function formatTerm(term: TextTerm): string {
  switch (term.kind) {
    case 'word':
      return term.prefix ? `${term.text}*` : term.text;
    case 'phrase':
      return quote(term.text);
    case 'exact':
      return `=${quote(term.text)}`;
    case 'regex':
      return `/${term.source}/${term.flags}`;
  }
}

function formatFilter({ name, value }: Filter): string {
  return `${name}:${/[\s"()]/.test(value) ? quote(value) : value}`;
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
