import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { importRoutes as routes } from '@ithaca/contracts/imports';
import type { ImportField, ImportMapping } from '@ithaca/contracts/imports';
import fc from 'fast-check';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { tenantState } from '../../../../testing/tenant-state.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const FIELDS = [
  'employeeNumber',
  'name',
  'email',
  'jobTitle',
  'department',
  'grade',
  'manager',
  'hiredOn',
  'leftOn',
  'endReason',
] as const satisfies ImportField[];

const maybe = (arbitrary: fc.Arbitrary<string>) =>
  fc.oneof({ arbitrary, weight: 3 }, { arbitrary: fc.constant(''), weight: 1 });
const number = fc.constantFrom('1', '2', '3', '4', '8', '9');
const word = fc.constantFrom('Ada', 'Eve', 'Zoë', 'Roy', 'Müller', 'Fox');
const name = fc.oneof(
  fc.tuple(word, word).map((both) => both.join(' ')),
  fc.tuple(word, word).map((both) => `"${both.join(', ')}"`),
);
const day = fc
  .integer({ min: 0, max: 3000 })
  .map((days) => new Date(Date.UTC(2016, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
/** A line of a file, sensible or not: small ranges, so that lines meet one another and the directory. */
const line = fc.tuple(
  maybe(number),
  maybe(name),
  maybe(fc.integer({ min: 1, max: 6 }).map((n) => `mail-${n}@example.test`)),
  maybe(word),
  maybe(word),
  maybe(fc.integer({ min: 1, max: 12 }).map(String)),
  maybe(fc.oneof(number, word)),
  maybe(day),
  maybe(day),
  maybe(fc.constantFrom('resigned', 'fired', 'retired')),
);
const file = fc
  .array(line, { minLength: 1, maxLength: 12 })
  .map((lines) => [FIELDS.join(), ...lines.map((cells) => cells.join())].join('\n'));

it('an import that is taken back leaves the whole organisation as it was', async () => {
  const seen = { new: 0, changed: 0, rejected: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 2, maxLength: 3 }),
      fc.constantFrom<ImportMapping['key']>('employeeNumber', 'name', 'email'),
      async (files, key) => {
        const organisation = await api.given.organisation();
        const owner = await api.given.person(organisation, { employeeNumber: 'OWNER' });
        await api.given.grant(owner, 'owner');
        for (const employeeNumber of ['8', '9'])
          await api.given.grant(
            await api.given.person(organisation, { displayName: `Ada ${employeeNumber}`, employeeNumber }),
            'auditor',
          );
        const by = await api.as(owner);
        const past: { importId: string; before: Awaited<ReturnType<typeof tenantState>> }[] = [];
        for (const text of files) {
          api.clock.set(new Date(api.clock.now().getTime() + 1000));
          const before = await tenantState(api, organisation.id);
          const uploaded = await by.call(routes.upload, {
            query: { fileName: 'f.csv' },
            body: new TextEncoder().encode(text),
          });
          expect([text, uploaded.status]).toEqual([text, 201]);
          const params = { importId: uploaded.body.id };
          const columns = FIELDS.map((field, column) => ({
            column,
            field,
            ...(field === 'hiredOn' || field === 'leftOn' ? { dateOrder: 'year-month-day' as const } : {}),
          }));
          const mapped = await by.call(routes.setMapping, { params, body: { columns, key }, version: 1 });
          expect(mapped.status).toBe(200);
          const run = await by.call(routes.run, { params, version: 2 });
          if (run.body.code === 'import.has-problems') continue;
          await api.runJobs();
          const done = (await by.call(routes.get, { params })).body;
          expect([text, done.state, done.problem]).toEqual([text, 'done', null]);
          for (const kind of ['new', 'changed', 'rejected'] as const) seen[kind] += done.counts?.[kind] ?? 0;
          past.push({ ...params, before });
        }
        // The last one first: each gives back what the one before it had left.
        for (const { importId, before } of past.toReversed()) {
          const { version } = (await by.call(routes.get, { params: { importId } })).body;
          const undone = await by.call(routes.undo, { params: { importId }, version });
          expect(undone.body).toMatchObject({ import: { state: 'undone' }, kept: [] });
          expect(await tenantState(api, organisation.id)).toEqual(before);
        }
      },
    ),
    { numRuns: 12, seed: 20_260_302 },
  );
  // The files have really done something.
  expect(Math.min(seen.new, seen.changed, seen.rejected)).toBeGreaterThan(5);
}, 180_000);
