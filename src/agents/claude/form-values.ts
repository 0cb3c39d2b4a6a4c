import type { DeliveryReason, QuestionAnswer } from '../../contract/command.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Form, SchemaField } from './form-fields.ts';

/** What goes to the MCP server; or why it must not. */
export type FormContent = { ok: true; content: JsonObject } | { ok: false; reason: DeliveryReason };

type Value = string | number | boolean | string[];
/** `undefined`: nothing was given, and nothing is sent. */
type Read = { ok: true; value: Value | undefined } | { ok: false; why: string };

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The filled in form, checked against its schema: Claude Code hands on whatever a hook gives (FORMAT.md, "What an MCP
 * server asks"). A field that is not named has its default, one that was emptied is left out.
 */
export function formContent(form: Form, answers: Readonly<Record<string, QuestionAnswer>>): FormContent {
  const stranger = Object.keys(answers).find((id) => !form.fields.some(({ field }) => field.id === id));
  if (stranger !== undefined) return refused('unknown_field', `The form has no field "${stranger}".`);
  const content: Record<string, unknown> = {};
  for (const each of form.fields) {
    const { id, label, required } = each.field;
    const given = answers[id];
    const read = given === undefined ? defaultOf(each) : valueOf(each, given);
    if (!read.ok) return refused('form_invalid', `"${label}" ${read.why}.`);
    if (read.value !== undefined) content[id] = read.value;
    else if (required) return refused('form_incomplete', `"${label}" has to be filled in.`);
  }
  return { ok: true, content };
}

function defaultOf({ schema, field }: SchemaField): Read {
  const { default: value } = schema;
  if (field.initial === undefined) return { ok: true, value: undefined };
  if (Array.isArray(value)) return { ok: true, value: value.map(String) };
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { ok: true, value: isPlain ? value : undefined };
}

function valueOf({ field, schema }: SchemaField, { labels, text = '' }: QuestionAnswer): Read {
  const given = [...labels, ...(text.trim() === '' ? [] : [text.trim()])];
  if (field.type === 'multi_select') return severalOf(field.options ?? [], given, schema);
  if (given.length > 1) return wrong('takes one answer');
  const [one] = given;
  if (one === undefined) return { ok: true, value: undefined };
  switch (field.type) {
    case 'select':
      return optionOf(field.options ?? [], one);
    case 'boolean':
      if (one === 'true' || one === 'false') return { ok: true, value: one === 'true' };
      return wrong('is "true" or "false"');
    case 'number':
    case 'integer':
      return numberOf(one, field.type, schema);
    case 'text':
      return textOf(labels.length > 0 ? one : text, schema);
  }
}

/** By its label, else by its value. */
function optionOf(options: readonly { value: string; label: string }[], one: string): Read {
  const option = options.find(({ label }) => label === one) ?? options.find(({ value }) => value === one);
  return option === undefined ? wrong(`has no choice "${one}"`) : { ok: true, value: option.value };
}

function severalOf(
  options: readonly { value: string; label: string }[],
  given: readonly string[],
  { minItems, maxItems }: JsonObject,
): Read {
  if (given.length === 0) return { ok: true, value: undefined };
  const values: string[] = [];
  for (const one of given) {
    const read = optionOf(options, one);
    if (!read.ok) return read;
    if (typeof read.value === 'string' && !values.includes(read.value)) values.push(read.value);
  }
  if (typeof minItems === 'number' && values.length < minItems) return wrong(`takes at least ${minItems} choices`);
  if (typeof maxItems === 'number' && values.length > maxItems) return wrong(`takes at most ${maxItems} choices`);
  return { ok: true, value: values };
}

function numberOf(one: string, type: 'number' | 'integer', { minimum, maximum }: JsonObject): Read {
  const value = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(one) ? Number(one) : Number.NaN;
  if (!Number.isFinite(value)) return wrong(`is a number, not "${one}"`);
  if (type === 'integer' && !Number.isSafeInteger(value)) return wrong(`is a whole number, not "${one}"`);
  if (typeof minimum === 'number' && value < minimum) return wrong(`is at least ${minimum}`);
  if (typeof maximum === 'number' && value > maximum) return wrong(`is at most ${maximum}`);
  return { ok: true, value };
}

function textOf(value: string, { minLength, maxLength, format }: JsonObject): Read {
  const length = Array.from(value).length;
  if (typeof minLength === 'number' && length < minLength) return wrong(`has at least ${minLength} characters`);
  if (typeof maxLength === 'number' && length > maxLength) return wrong(`has at most ${maxLength} characters`);
  const isWrong =
    (format === 'email' && !EMAIL.test(value)) ||
    (format === 'uri' && !URL.canParse(value)) ||
    (format === 'date' && !(DATE.test(value) && !Number.isNaN(Date.parse(value)))) ||
    (format === 'date-time' && !(DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))));
  return isWrong ? wrong(`is no ${String(format)}: "${value}"`) : { ok: true, value };
}

function wrong(why: string): Read {
  return { ok: false, why };
}

function refused(code: string, message: string): FormContent {
  return { ok: false, reason: { code, message, next: 'Nothing was sent. Correct the form and send it again.' } };
}
