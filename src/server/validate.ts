import type { z } from 'zod';
import { isJsonObject } from '../lib/json.ts';
import { refused, type Checked } from './refusal.ts';

interface Issue {
  path: string;
  message: string;
}

/**
 * Parses by a schema and refuses what the schema does not know, at any depth: a field that is silently dropped
 * is a field somebody believed in.
 */
export function validate<S extends z.ZodType>(schema: S, input: unknown): Checked<z.output<S>> {
  const parsed = schema.safeParse(input);
  if (!parsed.success)
    return invalid(parsed.error.issues.map((issue) => ({ path: joined(issue.path), message: issue.message })));
  const unknown = unknownFields(input, parsed.data, []);
  return unknown.length > 0 ? invalid(unknown) : { ok: true, value: parsed.data };
}

function unknownFields(input: unknown, output: unknown, path: readonly PropertyKey[]): Issue[] {
  if (Array.isArray(input) && Array.isArray(output)) {
    return input.flatMap((item, index) => unknownFields(item, output[index], [...path, index]));
  }
  if (!isJsonObject(input) || !isJsonObject(output)) return [];
  return Object.keys(input).flatMap((name) =>
    Object.hasOwn(output, name)
      ? unknownFields(input[name], output[name], [...path, name])
      : [{ path: joined([...path, name]), message: 'unknown field' }],
  );
}

function joined(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

function invalid(issues: readonly Issue[]): Checked<never> {
  const first = issues[0];
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `;
  return refused({
    status: 400,
    code: 'request_invalid',
    message: `The request is not valid: ${where}${first?.message ?? 'unknown reason'}.`,
    issues: issues.slice(0, 20),
  });
}
