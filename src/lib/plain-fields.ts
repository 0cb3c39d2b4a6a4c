import { isJsonObject, type JsonObject } from './json.ts';

const MAX_DEPTH = 12;
const INDENT = '  ';

/**
 * An object as text that people read and search: `name: value` lines, texts as they are, what lies deeper indented, list
 * entries behind `-`. Deeper than a dozen levels it goes on as JSON.
 */
export function plainFields(value: JsonObject): string {
  return linesOf(value, 0).join('\n');
}

function linesOf(value: JsonObject, depth: number): string[] {
  return Object.entries(value).flatMap(([name, field]) => labelled(`${name}:`, field, depth));
}

function labelled(label: string, value: unknown, depth: number): string[] {
  const indent = INDENT.repeat(depth);
  if (depth < MAX_DEPTH && Array.isArray(value) && value.length > 0)
    return [indent + label, ...value.flatMap((entry: unknown) => labelled('-', entry, depth + 1))];
  if (depth < MAX_DEPTH && isJsonObject(value) && Object.keys(value).length > 0)
    return [indent + label, ...linesOf(value, depth + 1)];
  return [`${indent}${label} ${typeof value === 'string' ? value : (JSON.stringify(value) ?? '')}`];
}
