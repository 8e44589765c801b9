/** A typed array as plain JSON. */
interface PlainArray {
  readonly array: 'int32' | 'float64';
  readonly values: readonly number[];
}

/** Any record with typed arrays inside as plain JSON that `fromPlain` turns back. */
export function toPlain(value: unknown): unknown {
  if (value instanceof Int32Array) return { array: 'int32', values: [...value] } satisfies PlainArray;
  if (value instanceof Float64Array) return { array: 'float64', values: [...value] } satisfies PlainArray;
  if (Array.isArray(value)) return value.map(toPlain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === undefined ? [] : [[name, toPlain(member)]],
    ),
  );
}

/** The record that `toPlain` wrote. What it holds is whatever was stored: check it before believing it. */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (value === null || typeof value !== 'object') return value;
  if (isPlainArray(value))
    return value.array === 'int32' ? Int32Array.from(value.values) : Float64Array.from(value.values);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromPlain(member)]));
}

function isPlainArray(value: object): value is PlainArray {
  return (
    'array' in value &&
    'values' in value &&
    (value.array === 'int32' || value.array === 'float64') &&
    Array.isArray(value.values)
  );
}
