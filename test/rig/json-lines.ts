import { existsSync, readFileSync } from 'node:fs';

/** The complete lines of a log; the last one may still be being written. */
export function readJsonLines(file: string | undefined): Record<string, unknown>[] {
  if (file === undefined || !existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** A nested value, e.g. `at(record, 'payload', 'type')`; undefined when a step is missing. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => (isIndexable(inner) ? inner[step] : undefined), value);
}

function isIndexable(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
