import type { QuestionAnswer } from '../../contract/command.ts';
import type { FormField } from '../../contract/request.ts';
import { line } from '../format.ts';
import { UsageError } from './exit.ts';
import { matchLabels } from './match-labels.ts';

/**
 * A form filled in from `name=value` words: a field by its id or label. What is not named keeps the value that the form
 * came with; a field that is needed and has none is an error.
 */
export function formAnswers(fields: readonly FormField[], words: readonly string[]): Record<string, QuestionAnswer> {
  const given = new Map<FormField, string[]>();
  for (const word of words) {
    const { field, value } = fieldOf(fields, word);
    given.set(field, [...(given.get(field) ?? []), value]);
  }
  return Object.fromEntries(
    fields.flatMap((field): [string, QuestionAnswer][] => {
      const values = given.get(field) ?? (field.initial === undefined ? [] : [field.initial]);
      if (values.length > 0) return [[field.id, valueOf(field, values, fields)]];
      if (field.required) throw unfit(fields, `"${field.label}" is needed.`);
      return [];
    }),
  );
}

function fieldOf(fields: readonly FormField[], word: string): { field: FormField; value: string } {
  const at = word.indexOf('=');
  const name = word.slice(0, at).trim();
  const field =
    fields.find(({ id }) => id === name) ?? fields.find(({ label }) => label.toLowerCase() === name.toLowerCase());
  if (at < 1 || field === undefined) throw unfit(fields, `"${word}" names no field.`);
  return { field, value: word.slice(at + 1) };
}

function valueOf(field: FormField, values: readonly string[], fields: readonly FormField[]): QuestionAnswer {
  const { type, label, options = [] } = field;
  const [text = ''] = values;
  if (type === 'select' || type === 'multi_select') {
    const names = options.map((option) => option.label);
    const byValue = values.map((value) => options.find((option) => option.value === value)?.label ?? value);
    const { labels, unknown } = matchLabels(byValue, names);
    if (unknown !== null) throw unfit(fields, `"${label}" has no option "${unknown}".`);
    if (type === 'select' && labels.length > 1) throw unfit(fields, `"${label}" takes one option.`);
    return { labels };
  }
  if (values.length > 1) throw unfit(fields, `"${label}" was given more than once.`);
  if (type === 'boolean')
    return { labels: [], text: String(yesOrNo(text) ?? fail(fields, `"${label}" is yes or no.`)) };
  const isNumber = type === 'number' || type === 'integer';
  if (isNumber && !(type === 'integer' ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i).test(text.trim())) {
    throw unfit(fields, `"${label}" is ${type === 'integer' ? 'a whole number' : 'a number'}.`);
  }
  return { labels: [], text: isNumber ? text.trim() : text };
}

function yesOrNo(text: string): boolean | null {
  if (/^(y|yes|true|1)$/i.test(text.trim())) return true;
  return /^(n|no|false|0)$/i.test(text.trim()) ? false : null;
}

function fail(fields: readonly FormField[], message: string): never {
  throw unfit(fields, message);
}

function unfit(fields: readonly FormField[], message: string): UsageError {
  const names = fields.map(
    ({ id, label, type, required }) => `\n  ${line(id, 60)}  ${line(label, 80)} (${type}${required ? ', needed' : ''})`,
  );
  return new UsageError({
    code: 'answer_unfit',
    message: `${line(message, 200)} The form has:${names.join('') || ' no fields.'}`,
    next: 'Nothing was sent. Fill it in with --field name=value, once a field.',
  });
}
