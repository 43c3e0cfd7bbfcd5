import fc from 'fast-check';

/** The part of JSON Schema that the API's document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  format?: string;
  default?: unknown;
}

/** Values at the edges that code trips over. */
const ODD: fc.Arbitrary<unknown> = fc.constantFrom(
  null,
  '',
  '\u0000',
  '\ud800',
  '__proto__',
  'a'.repeat(3000),
  -1,
  0,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  0.1,
  [],
  {},
  [[[]]],
  { __proto__: null, constructor: 1 },
  true,
);

/**
 * Values that mostly fit a schema. `known` holds real ids, so that requests get past the first look-up; `oddness` is
 * the chance of a value that does not fit.
 */
export function arbitraryOf(
  schema: JsonSchema,
  schemas: Record<string, JsonSchema>,
  known: string[],
  oddness = 0.04,
  depth = 0,
): fc.Arbitrary<unknown> {
  const inner = (one: JsonSchema) => arbitraryOf(one, schemas, known, oddness, depth + 1);
  const fitting = (): fc.Arbitrary<unknown> => {
    if (schema.$ref) return inner(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return fc.oneof(...choices.map(inner));
    if (schema.allOf)
      return fc.tuple(...schema.allOf.map(inner)).map((parts) => Object.assign({}, ...(parts as object[])));
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    if (type === 'object') return objectOf(schema, inner, depth);
    if (type === 'array') {
      if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map(inner));
      const least = Math.min(schema.minItems ?? 0, 4);
      return fc.array(inner(schema.items ?? {}), {
        minLength: least,
        maxLength: depth > 6 ? least : Math.max(least, 3),
      });
    }
    if (type === 'integer' || type === 'number') {
      const [min, max] = [Math.ceil(schema.minimum ?? -1e6), Math.floor(schema.maximum ?? 1e6)];
      return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max));
    }
    if (type === 'boolean') return fc.boolean();
    if (type === 'string') return stringOf(schema, known);
    return fc.jsonValue({ maxDepth: 2 });
  };
  return fc.oneof(
    { weight: Math.round((1 - oddness) * 100), arbitrary: fitting() },
    { weight: Math.round(oddness * 100), arbitrary: ODD },
  );
}

function objectOf(schema: JsonSchema, inner: (one: JsonSchema) => fc.Arbitrary<unknown>, depth: number) {
  const names = Object.keys(schema.properties ?? {}).filter(
    (name) => depth <= 6 || schema.required?.includes(name),
  );
  const fields = Object.fromEntries(names.map((name) => [name, inner(schema.properties![name])]));
  const record = fc.record(fields, {
    requiredKeys: (schema.required ?? []).filter((name) => names.includes(name)),
  });
  if (typeof schema.additionalProperties !== 'object') return record;
  const more = fc.dictionary(fc.string({ maxLength: 8 }), inner(schema.additionalProperties), { maxKeys: 2 });
  return fc.tuple(record, more).map(([one, other]) => ({ ...other, ...one }));
}

function stringOf(schema: JsonSchema, known: string[]): fc.Arbitrary<string> {
  if (schema.format === 'date-time')
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (schema.format === 'email') return fc.emailAddress();
  if (schema.format === 'uri') return fc.webUrl();
  const [minLength, maxLength] = [schema.minLength ?? 0, Math.min(schema.maxLength ?? 40, 40)];
  return fc.oneof(
    fc.constantFrom(...known, '#1f77b4', 'image/jpeg', 'main'),
    fc.string({ minLength: Math.min(minLength, maxLength), maxLength, unit: 'grapheme' }),
  );
}
