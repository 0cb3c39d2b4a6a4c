import type { QuestionAnswer } from '../../../contract/command.ts';
import type { FormField } from '../../../contract/request.ts';

/** What stands in a form, by field id: text, or the values of chosen options. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

/** Why a field cannot be sent as it is. */
export type FieldProblem = 'required' | 'number' | 'integer' | 'email' | 'uri' | 'date' | 'date-time';

export function initialValues(fields: readonly FormField[]): FormValues {
  return Object.fromEntries(
    fields.map(({ id, type, initial }) => {
      if (type === 'multi_select') return [id, initial === undefined ? [] : listOf(initial)];
      // What is not ticked says no; a person who only reads the form has said so too.
      return [id, initial ?? (type === 'boolean' ? 'false' : '')];
    }),
  );
}

/** Null: it can be sent. */
export function problemOf(field: FormField, value: FormValues[string] | undefined): FieldProblem | null {
  const text = typeof value === 'string' ? value.trim() : '';
  const empty = typeof value === 'string' ? text === '' : value === undefined || value.length === 0;
  if (empty) return field.required ? 'required' : null;
  switch (field.type) {
    case 'number':
      return Number.isFinite(Number(text)) ? null : 'number';
    case 'integer':
      return Number.isSafeInteger(Number(text)) ? null : 'integer';
    case 'text':
      return formatProblem(field.format, text);
    default:
      return null;
  }
}

/** Fields that hold nothing and need nothing are left out. */
export function answersOfForm(fields: readonly FormField[], values: FormValues): Record<string, QuestionAnswer> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = values[field.id];
      if (value === undefined || value.length === 0) return [];
      return [[field.id, answerOf(field, value)]];
    }),
  );
}

/** Options go by their labels, as in a question; everything else as text. */
function answerOf({ type, options = [] }: FormField, value: string | readonly string[]): QuestionAnswer {
  const label = (chosen: string): string => options.find((option) => option.value === chosen)?.label ?? chosen;
  if (typeof value !== 'string') return { labels: value.map(label) };
  return type === 'select' ? { labels: [label(value)] } : { labels: [], text: value.trim() };
}

function formatProblem(format: string | undefined, text: string): FieldProblem | null {
  switch (format) {
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(text) ? null : 'email';
    case 'uri':
      return URL.canParse(text) ? null : 'uri';
    case 'date':
      return isDate(text) ? null : 'date';
    case 'date-time':
      return Number.isNaN(Date.parse(text)) ? 'date-time' : null;
    default:
      return null;
  }
}

/** The thirtieth of February is none. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function listOf(initial: string): string[] {
  try {
    const parsed: unknown = JSON.parse(initial);
    if (Array.isArray(parsed)) return parsed.filter((one) => typeof one === 'string');
  } catch {
    // Not a list as JSON: then one value, or several behind commas.
  }
  return initial
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
