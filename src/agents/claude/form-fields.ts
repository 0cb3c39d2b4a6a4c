import type { FormField } from '../../contract/request.ts';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { text } from './record.ts';

/** A field of an MCP server's form, with what its answer must keep to. */
export interface SchemaField {
  field: FormField;
  /** Its part of the JSON schema. */
  schema: JsonObject;
}

export interface Form {
  fields: readonly SchemaField[];
  /** A required field is of a kind that MCP does not allow and AMC cannot show: the form cannot be filled in here. */
  isFillable: boolean;
}

/** The fields of an MCP server's form: a flat object of texts, numbers, yes or no, and choices (MCP, "Elicitation"). */
export function formOf(requestedSchema: unknown): Form {
  const { properties, required } = isJsonObject(requestedSchema) ? requestedSchema : {};
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const entries = isJsonObject(properties) ? Object.entries(properties) : [];
  const fields = entries.flatMap(([id, schema]) => fieldOf(id, schema, names.includes(id)) ?? []);
  return { fields, isFillable: names.every((name) => fields.some(({ field }) => field.id === name)) };
}

function fieldOf(id: string, schema: unknown, required: boolean): SchemaField | null {
  if (!isJsonObject(schema)) return null;
  const kind = kindOf(schema);
  if (kind === null) return null;
  const description = text(schema.description);
  const format = text(schema.format);
  const initial = initialOf(schema, kind);
  const field = {
    id,
    label: text(schema.title) ?? id,
    ...(description === undefined ? {} : { description }),
    ...kind,
    ...(format === undefined ? {} : { format }),
    required,
    ...(initial === null ? {} : { initial }),
  };
  return { field, schema };
}

type Kind = Pick<FormField, 'type' | 'options'>;

function kindOf(schema: JsonObject): Kind | null {
  switch (schema.type) {
    case 'string': {
      const options = optionsOf(schema);
      return options === null ? { type: 'text' } : { type: 'select', options };
    }
    case 'number':
    case 'integer':
    case 'boolean':
      return { type: schema.type };
    case 'array': {
      const options = isJsonObject(schema.items) ? optionsOf(schema.items) : null;
      return options === null ? null : { type: 'multi_select', options };
    }
    default:
      return null;
  }
}

/** `enum` with `enumNames`, or `oneOf`/`anyOf` of `{const, title}`; null: any text. */
function optionsOf(schema: JsonObject): { value: string; label: string }[] | null {
  const { enum: values, enumNames } = schema;
  if (Array.isArray(values)) {
    const names: readonly unknown[] = Array.isArray(enumNames) ? enumNames : [];
    return values.flatMap((value: unknown, index) =>
      typeof value === 'string' ? [{ value, label: text(names[index]) ?? value }] : [],
    );
  }
  const titled = Array.isArray(schema.oneOf) ? schema.oneOf : Array.isArray(schema.anyOf) ? schema.anyOf : null;
  if (titled === null) return null;
  return titled
    .filter(isJsonObject)
    .flatMap(({ const: value, title }) => (typeof value === 'string' ? [{ value, label: text(title) ?? value }] : []));
}

/** What the form begins with, as its answer is written; of several choices one a line. */
function initialOf({ default: value }: JsonObject, { type, options }: Kind): string | null {
  const label = (each: unknown) => options?.find((option) => option.value === each)?.label;
  if (type === 'select') return label(value) ?? null;
  if (type === 'multi_select') {
    const labels = Array.isArray(value) ? value.flatMap((each: unknown) => label(each) ?? []) : [];
    return labels.length === 0 ? null : labels.join('\n');
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
