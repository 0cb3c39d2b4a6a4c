import { z } from 'zod';
import type { QuestionAnswer } from '../../../../contract/command.ts';
import type { FormField } from '../../../../contract/request.ts';
import { isJsonObject, type JsonObject } from '../../../../lib/json.ts';

const Titled = z.array(z.looseObject({ const: z.string(), title: z.string().nullish() }));
const text = z.string().nullish();
const Property = z.looseObject({
  type: text,
  title: text,
  description: text,
  format: text,
  enum: z.array(z.string()).nullish(),
  enumNames: z.array(z.string()).nullish(),
  oneOf: Titled.nullish(),
  items: z.looseObject({ enum: z.array(z.string()).nullish(), anyOf: Titled.nullish() }).nullish(),
  default: z.unknown().optional(),
  minLength: z.number().nullish(),
  maxLength: z.number().nullish(),
  minimum: z.number().nullish(),
  maximum: z.number().nullish(),
  minItems: z.number().nullish(),
  maxItems: z.number().nullish(),
});
type Property = z.infer<typeof Property>;

/** One field of an MCP server's form: how it is shown, and what it takes. */
export interface Field {
  shown: FormField;
  property: Property;
}

/** The fields of a form's schema; null when it is none that AMC understands: then nobody may fill it in blindly. */
export function readForm(schema: unknown): readonly Field[] | null {
  if (!isJsonObject(schema) || !isJsonObject(schema['properties'])) return null;
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const fields = Object.entries(schema['properties']).map(([id, given]) => readField(id, given, required.includes(id)));
  return fields.every((field) => field !== null) ? fields : null;
}

function readField(id: string, given: unknown, required: boolean): Field | null {
  const parsed = Property.safeParse(given);
  if (!parsed.success) return null;
  const property = parsed.data;
  const type = typeOf(property);
  if (type === null) return null;
  const options = optionsOf(property);
  const initial = initialOf(property.default);
  return {
    property,
    shown: {
      id,
      label: property.title || id,
      ...(property.description ? { description: property.description } : {}),
      type,
      ...(property.format ? { format: property.format } : {}),
      ...(options === null ? {} : { options }),
      required,
      ...(initial === null ? {} : { initial }),
    },
  };
}

function typeOf(property: Property): FormField['type'] | null {
  switch (property.type) {
    case 'string':
      return optionsOf(property) === null ? 'text' : 'select';
    case 'array':
      return optionsOf(property) === null ? null : 'multi_select';
    case 'number':
    case 'integer':
    case 'boolean':
      return property.type;
    default:
      return null;
  }
}

function optionsOf({ oneOf, enum: values, enumNames, items }: Property): FormField['options'] | null {
  const titled = oneOf ?? items?.anyOf;
  if (titled) return titled.map(({ const: value, title }) => ({ value, label: title || value }));
  const plain = values ?? items?.enum;
  return plain ? plain.map((value, index) => ({ value, label: enumNames?.[index] ?? value })) : null;
}

function initialOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.join(', ');
  return value === undefined || value === null || typeof value === 'object' ? null : String(value);
}

export type Filled = { ok: true; content: JsonObject } | { ok: false; wrong: string };

/** The form's content as the MCP server takes it, or what is wrong with the answers. */
export function fillForm(fields: readonly Field[], answers: Readonly<Record<string, QuestionAnswer>>): Filled {
  const unknown = Object.keys(answers).find((id) => !fields.some(({ shown }) => shown.id === id));
  if (unknown !== undefined) return { ok: false, wrong: `The form has no field "${unknown}".` };
  const content: Record<string, unknown> = {};
  for (const field of fields) {
    const value = valueOf(field, answers[field.shown.id]);
    if (value.state === 'wrong') return { ok: false, wrong: `${field.shown.label}: ${value.why}.` };
    if (value.state === 'given') content[field.shown.id] = value.value;
    else if (field.shown.required) return { ok: false, wrong: `${field.shown.label} must be filled in.` };
  }
  return { ok: true, content };
}

type Value = { state: 'given'; value: unknown } | { state: 'empty' } | { state: 'wrong'; why: string };

function valueOf({ shown, property }: Field, answer: QuestionAnswer | undefined): Value {
  const words = answer?.text ?? '';
  if (shown.type === 'multi_select') return chosen(shown, property, answer?.labels ?? []);
  const given = words.trim() === '' ? (answer?.labels[0] ?? '') : words;
  if (given.trim() === '') return { state: 'empty' };
  switch (shown.type) {
    case 'select': {
      const option = optionNamed(shown, given);
      return option === null ? wrong(`has no option "${given}"`) : { state: 'given', value: option };
    }
    case 'boolean':
      return readBoolean(given.trim().toLowerCase());
    case 'number':
    case 'integer':
      return readNumber(given.trim(), shown.type, property);
    case 'text':
      return readText(given, property);
  }
}

function chosen(shown: FormField, { minItems, maxItems }: Property, labels: readonly string[]): Value {
  if (labels.length === 0) return { state: 'empty' };
  const values = labels.map((label) => optionNamed(shown, label));
  const unknown = labels[values.indexOf(null)];
  if (unknown !== undefined) return wrong(`has no option "${unknown}"`);
  if (minItems && values.length < minItems) return wrong(`takes at least ${minItems}`);
  if (maxItems && values.length > maxItems) return wrong(`takes at most ${maxItems}`);
  return { state: 'given', value: values };
}

function optionNamed({ options }: FormField, name: string): string | null {
  return options?.find(({ value, label }) => value === name || label === name)?.value ?? null;
}

function readBoolean(word: string): Value {
  if (['true', 'yes'].includes(word)) return { state: 'given', value: true };
  return ['false', 'no'].includes(word) ? { state: 'given', value: false } : wrong('takes true or false');
}

function readNumber(word: string, type: 'number' | 'integer', { minimum, maximum }: Property): Value {
  const value = Number(word);
  if (!Number.isFinite(value)) return wrong('takes a number');
  if (type === 'integer' && !Number.isSafeInteger(value)) return wrong('takes a whole number');
  if (typeof minimum === 'number' && value < minimum) return wrong(`is at least ${minimum}`);
  if (typeof maximum === 'number' && value > maximum) return wrong(`is at most ${maximum}`);
  return { state: 'given', value };
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  email: (given) => /^[^\s@]+@[^\s@]+$/.test(given),
  uri: (given) => URL.canParse(given),
  date: (given) => /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)),
  'date-time': (given) => /^\d{4}-\d{2}-\d{2}T/i.test(given) && !Number.isNaN(Date.parse(given)),
};

function readText(given: string, { minLength, maxLength, format }: Property): Value {
  const { length } = [...given];
  if (minLength && length < minLength) return wrong(`takes at least ${minLength} characters`);
  if (maxLength && length > maxLength) return wrong(`takes at most ${maxLength} characters`);
  if (format && Object.hasOwn(FORMATS, format) && !FORMATS[format]?.(given)) return wrong(`is no ${format}`);
  return { state: 'given', value: given };
}

function wrong(why: string): Value {
  return { state: 'wrong', why };
}
