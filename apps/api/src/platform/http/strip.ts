import * as z from 'zod/mini';

type Schema = z.core.$ZodType;
type Part = (value: unknown) => unknown;

/**
 * Says of a value what `z.parse` says, and answers it without what its schema does not name. Most replies are what their schema says
 * and nothing else: they are looked through and stay as they are, which takes a fifth of the time. Of anything else zod decides.
 */
export function stripTo<S extends Schema>(schema: S, value: unknown): z.output<S> {
  try {
    return partOf(schema)(value) as z.output<S>;
  } catch (other) {
    if (other !== OTHERWISE) throw other;
    return z.parse(schema, value);
  }
}

/** The value, or a part of it, is not what is expected at first sight. */
const OTHERWISE = Symbol('otherwise');

const found = new WeakMap<Schema, Part>();

function partOf(schema: Schema): Part {
  let part = found.get(schema);
  if (!part) {
    part = formPart(schema as z.core.$ZodTypes);
    found.set(schema, part);
  }
  return part;
}

function formPart(schema: z.core.$ZodTypes): Part {
  const { def } = schema._zod;
  if ((def.checks?.length ?? 0) > 0 || ('coerce' in def && def.coerce)) return asked(schema);
  switch (def.type) {
    case 'object':
      return def.catchall ? asked(schema) : objectOf(def.shape);
    case 'array':
      return arrayOf(partOf(def.element));
    case 'record':
      return isPlainString(def.keyType) ? recordOf(partOf(def.valueType)) : asked(schema);
    case 'nullable': {
      const inner = partOf(def.innerType);
      return (value) => (value === null ? null : inner(value));
    }
    case 'optional': {
      const inner = partOf(def.innerType);
      return (value) => (value === undefined ? undefined : inner(value));
    }
    case 'string':
      return 'format' in def ? asked(schema) : where((value) => typeof value === 'string');
    case 'boolean':
      return where((value) => typeof value === 'boolean');
    case 'number':
      if (!('format' in def)) return where(Number.isFinite);
      return def.format === 'safeint' ? where(Number.isSafeInteger) : asked(schema);
    case 'enum': {
      const values: ReadonlySet<unknown> = schema._zod.values ?? new Set();
      return where((value) => values.has(value));
    }
    default:
      return asked(schema);
  }
}

/** Whatever is not told apart here. */
function asked(schema: Schema): Part {
  return (value) => {
    const result = schema._zod.run({ value, issues: [] }, { async: false });
    if (result instanceof Promise || result.issues.length > 0) throw OTHERWISE;
    return result.value;
  };
}

function where(holds: (value: unknown) => boolean): Part {
  return (value) => {
    if (!holds(value)) throw OTHERWISE;
    return value;
  };
}

function objectOf(shape: Readonly<Record<string, Schema>>): Part {
  const fields = Object.entries(shape).map(([key, schema]) => ({
    key,
    part: partOf(schema),
    mayBeMissing: schema._zod.optin === 'optional' && schema._zod.optout === 'optional',
  }));
  const copy = (value: Record<string, unknown>) => {
    const result: Record<string, unknown> = {};
    for (const { key, part } of fields) if (key in value) result[key] = part(value[key]);
    return result;
  };
  return (value) => {
    if (!isObject(value)) throw OTHERWISE;
    let named = 0;
    for (const { key, part, mayBeMissing } of fields) {
      const inside = value[key];
      if (inside === undefined && !(key in value)) {
        if (!mayBeMissing) throw OTHERWISE;
        continue;
      }
      named += 1;
      if (part(inside) !== inside) return copy(value);
    }
    for (const _ in value) named -= 1;
    return named === 0 ? value : copy(value);
  };
}

function arrayOf(element: Part): Part {
  return (value) => {
    if (!Array.isArray(value)) throw OTHERWISE;
    for (const inside of value) if (element(inside) !== inside) return value.map(element);
    return value;
  };
}

function recordOf(part: Part): Part {
  return (value) => {
    if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) throw OTHERWISE;
    for (const key in value) if (key === '__proto__' || part(value[key]) !== value[key]) throw OTHERWISE;
    return value;
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPlainString = (schema: Schema) => {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === 'string' && !('format' in def) && (def.checks?.length ?? 0) === 0;
};
