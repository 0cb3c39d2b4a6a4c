import { common, createLowlight } from 'lowlight';
import type { Look, Run } from './highlight.ts';

// A chunk of its own: the grammars. Each is compiled when it is first used.
const lowlight = createLowlight(common);

type Tree = ReturnType<typeof lowlight.highlight>;
type Node = Tree['children'][number];

export function isKnown(language: string): boolean {
  return lowlight.registered(language);
}

/** A text as runs of one colour each; together they are the text. */
export function colour(text: string, language: string): Run[] {
  try {
    const runs: Run[] = [];
    collect(lowlight.highlight(language, text).children, null, runs);
    return runs;
  } catch {
    return [{ text, look: null }];
  }
}

function collect(nodes: readonly Node[], look: Look | null, runs: Run[]): void {
  for (const node of nodes) {
    if (node.type === 'text') {
      const last = runs.at(-1);
      if (last?.look === look) last.text += node.value;
      else runs.push({ text: node.value, look });
    } else if (node.type === 'element') collect(node.children, lookOf(node.properties['className']) ?? look, runs);
  }
}

/** The grammars' scopes, brought down to what has a colour here. */
const LOOKS: Readonly<Record<string, Look>> = {
  keyword: 'keyword',
  'selector-tag': 'keyword',
  'template-tag': 'keyword',
  meta: 'keyword',
  doctag: 'keyword',
  operator: 'keyword',
  string: 'string',
  regexp: 'string',
  'selector-attr': 'string',
  char: 'string',
  quote: 'string',
  number: 'number',
  literal: 'number',
  symbol: 'number',
  bullet: 'number',
  variable: 'number',
  'template-variable': 'number',
  link: 'number',
  comment: 'comment',
  title: 'name',
  name: 'name',
  type: 'name',
  built_in: 'name',
  attr: 'name',
  attribute: 'name',
  property: 'name',
  'selector-class': 'name',
  'selector-id': 'name',
  section: 'name',
  tag: 'name',
  addition: 'added',
  deletion: 'gone',
};

function lookOf(className: unknown): Look | null {
  const scope = Array.isArray(className) ? String(className[0]).replace(/^hljs-/, '') : '';
  return Object.hasOwn(LOOKS, scope) ? (LOOKS[scope] ?? null) : null;
}
