import { describe, expect, it } from '@jest/globals';
import { allRoutes } from '@ithaca/contracts/routes';
import fc from 'fast-check';
import * as z from 'zod/mini';

import { stripTo } from './strip.ts';

type Schema = z.core.$ZodType;
type Strip = (schema: Schema, value: unknown) => unknown;

/** What a schema is told apart by, as JSON with what is undefined named; a refusal with where it was found. */
function verdict(strip: Strip, schema: Schema, value: unknown): string {
  try {
    return JSON.stringify(strip(schema, value), (_, inside: unknown) => inside ?? String(inside));
  } catch (error) {
    return `refused: ${JSON.stringify((error as { issues?: unknown }).issues)}`;
  }
}

const ODD = [undefined, null, '', 'odd', 7, 0.5, NaN, true, [], {}, { odd: 1 }, [7], new Date(0)];

/** Values of a schema; `odd` of a hundred parts are something else, or more than it names, or missing. */
function valuesOf(schema: Schema, odd: number): fc.Arbitrary<unknown> {
  const inner = proper(schema as z.core.$ZodTypes, odd);
  return odd === 0
    ? inner
    : fc.oneof({ weight: 100 - odd, arbitrary: inner }, { weight: odd, arbitrary: fc.constantFrom(...ODD) });
}

function proper(schema: z.core.$ZodTypes, odd: number): fc.Arbitrary<unknown> {
  const { def } = schema._zod;
  const listOf = (element: Schema) => fc.array(valuesOf(element, odd), { minLength: 1, maxLength: 2 });
  switch (def.type) {
    case 'object': {
      const parts = Object.entries(def.shape).map(([key, part]) => [key, valuesOf(part, odd)] as const);
      const whole = Object.fromEntries(parts);
      const known =
        odd === 0 ? fc.record(whole) : fc.record(whole, { requiredKeys: Object.keys(whole).slice(1) });
      const more = odd === 0 && def.catchall ? fc.constant(false) : fc.boolean();
      return fc.tuple(known, more).map(([value, isMore]) => (isMore ? { ...value, notNamed: 1 } : value));
    }
    case 'array':
      return listOf(def.element);
    case 'record':
      return fc.dictionary(fc.constantFrom('a', 'both', '2026'), valuesOf(def.valueType, odd));
    case 'nullable':
      return fc.oneof(fc.constant(null), valuesOf(def.innerType, odd));
    case 'optional':
    case 'default':
      return fc.oneof(fc.constant(undefined), valuesOf(def.innerType, odd));
    case 'union':
      return fc.oneof(...def.options.map((option) => valuesOf(option, odd)));
    case 'tuple':
      return fc.tuple(...def.items.map((item) => valuesOf(item, odd)));
    case 'enum':
    case 'literal':
      return fc.constantFrom(...(schema._zod.values ?? []));
    case 'boolean':
      return fc.boolean();
    case 'number':
      return 'format' in def ? fc.nat(9) : fc.double({ noNaN: true, min: 0, max: 1 });
    case 'string':
      return fc.constant(TEXTS['format' in def ? String(def.format) : ''] ?? 'Ithaca');
    default:
      return fc.constantFrom(...ODD);
  }
}

const TEXTS: Record<string, string> = {
  guid: '0198c8a4-5e5c-7b39-8d1e-3f0f6f4f7f10',
  datetime: '2026-03-01T09:00:00.000Z',
  date: '2026-03-01',
};

const replies = allRoutes.flatMap((route) =>
  'reply' in route && route.reply ? [route.reply as Schema] : [],
);

describe('a reply', () => {
  it.each([
    [0, 0.5],
    [1, 0.4],
    [20, 0.1],
  ])('is stripped and refused as zod does it, with %d of a hundred parts odd', (odd, atLeast) => {
    const taken = new Set<Schema>();
    for (const schema of replies)
      fc.assert(
        fc.property(valuesOf(schema, odd), (value) => {
          const said = verdict(z.parse, schema, value);
          expect(verdict(stripTo, schema, value)).toBe(said);
          if (!said.startsWith('refused')) taken.add(schema);
        }),
        { numRuns: 20 },
      );
    // Else nothing would have been told of what is taken.
    expect(taken.size / replies.length).toBeGreaterThan(atLeast);
  });

  it('stays as it is when its schema names all of it, and loses what it does not name, however deep', () => {
    const schema = z.object({ items: z.array(z.object({ name: z.string(), note: z.optional(z.string()) })) });
    const reply = { items: [{ name: 'Ada' }, { name: 'Ben', note: 'late' }] };
    expect(stripTo(schema, reply)).toBe(reply);
    const more = { items: [{ name: 'Ada' }, { name: 'Ben', secret: 1 }], secret: 2 };
    expect(stripTo(schema, more)).toEqual({ items: [{ name: 'Ada' }, { name: 'Ben' }] });
    expect(more.items[1]).toHaveProperty('secret');
  });
});
