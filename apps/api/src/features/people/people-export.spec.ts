import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportRoutes } from '@ithaca/contracts/exports';
import type { ExportFile } from '@ithaca/contracts/exports';
import { importRoutes } from '@ithaca/contracts/imports';
import type { ImportField } from '@ithaca/contracts/imports';
import { directoryColumns, peopleRoutes as routes } from '@ithaca/contracts/people';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import Excel from 'exceljs';
import fc from 'fast-check';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function company() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, {
    displayName: 'Olga Owner',
    department: 'HR',
    employeeNumber: `O${Math.random()}`,
  });
  await api.given.grant(owner, 'owner');
  return { organisation, owner, by: await api.as(owner) };
}

const all = [...directoryColumns];

/** What people can have in the columns of the directory; among it what a spreadsheet would take for something else. */
const text = fc.constantFrom(
  '',
  'Finance, EMEA',
  'a "b"',
  '=1+1',
  "'=x",
  '+49',
  '-',
  'n/a',
  '0012',
  'فريق',
  'TRUE',
);
const day = (from: string) =>
  fc
    .integer({ min: 0, max: 2500 })
    .map((days) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10));
const cells = {
  display_name: fc.constantFrom('Ada Obi', "'=Ada Obi", 'Null', "Zoë O'Neil", 'محمد علي', 'Eva van der Berg'),
  number: fc.constantFrom('E', '00', 'A-', '=7'),
  job_title: text,
  department: text,
  site: text,
  grade: fc.option(fc.integer({ min: 0, max: 20 })),
  hired_on: fc.option(day('2012-01-01')),
  left_on: fc.option(day('2019-01-01')),
  end_reason: fc.constantFrom(null, 'voluntary', 'involuntary', 'retirement', 'other'),
  time_zone: fc.constantFrom('Europe/Berlin', 'Asia/Dubai', 'UTC'),
  locale: fc.constantFrom('en', 'de', 'ar'),
  languages: fc.subarray(['en', 'ar', 'de', 'pt']),
  pronouns: fc.constantFrom('', 'they/them', '-'),
};

async function bytesOf(by: TestCaller, { id }: Pick<ExportFile, 'id'>): Promise<Response> {
  const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(`${api.baseUrl}/api/exports/${id}/file`, { headers: { cookie } });
}

async function linesOf(by: TestCaller, file: Pick<ExportFile, 'id'>): Promise<string[]> {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    await (await bytesOf(by, file)).arrayBuffer(),
  );
  expect(text.startsWith('\ufeff')).toBe(true);
  return text.slice(1).split('\r\n').filter(Boolean);
}

describe('the directory as a file', () => {
  it('holds what is on the screen: these people, these columns, in this order, in my language', async () => {
    const { organisation, by } = await company();
    await api.given.person(organisation, {
      displayName: 'Ada "The" Obi',
      department: 'Finance, EMEA',
      grade: 3,
    });
    await api.given.person(organisation, { displayName: 'Lea Left', leftOn: '2026-01-01' });
    const made = await by.call(routes.export, {
      body: {
        format: 'csv',
        locale: 'de',
        columns: ['name', 'department', 'grade'],
        filters: { employed: true },
      },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ state: 'ready', rows: 2, fileName: 'people-2026-03-02.csv' });
    expect(await linesOf(by, made.body)).toEqual([
      'Name [name],Abteilung [department],Stufe [grade]',
      '"Ada ""The"" Obi","Finance, EMEA",3',
      'Olga Owner,HR,5',
    ]);
    const { headers } = await bytesOf(by, made.body);
    expect(headers.get('content-disposition')).toBe('attachment; filename=people-2026-03-02.csv');
  });

  it('is written to the audit trail with its filters and count', async () => {
    const { owner, by } = await company();
    await by.call(routes.export, { body: { format: 'csv', columns: ['name'], filters: { q: 'olga' } } });
    const rows = await api.rows<{ facts: object }>(
      "select facts from audit_rows where actor_id = $1 and action = 'people.export'",
      [owner.id],
    );
    expect(rows).toMatchObject([
      { facts: { list: 'people', format: 'csv', columns: ['name'], filters: { q: 'olga' }, rows: 1 } },
    ]);
  });

  it('runs no formula in a spreadsheet', async () => {
    const { organisation, by } = await company();
    for (const displayName of ['=HYPERLINK("http://x")', '+1+1', '-2+3', '@SUM(A1)', '＝1+1'])
      await api.given.person(organisation, { displayName });
    const made = await by.call(routes.export, {
      body: { format: 'csv', columns: ['name'], filters: { employed: true } },
    });
    const cells = (await linesOf(by, made.body)).slice(1);
    expect(cells.filter((cell) => /^"?[=+\-@＝]/.test(cell))).toEqual([]);
    expect(cells).toHaveLength(6);
  });

  it('has types and a frozen heading as a workbook, and runs from right to left in Arabic', async () => {
    const { organisation, by } = await company();
    await api.given.person(organisation, { displayName: 'Ada Obi', hiredOn: '2020-02-29', grade: 7 });
    const made = await by.call(routes.export, {
      body: { format: 'xlsx', locale: 'ar', columns: ['name', 'grade', 'hiredOn'], filters: { q: 'ada' } },
    });
    const book = new Excel.Workbook();
    await book.xlsx.load(await (await bytesOf(by, made.body)).arrayBuffer());
    const [sheet] = book.worksheets;
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1, rightToLeft: true });
    expect(sheet?.getRow(1).getCell(1).value).toBe('الاسم [name]');
    expect(sheet?.getRow(2).getCell(2).value).toBe(7);
    expect(sheet?.getRow(2).getCell(3).value).toEqual(new Date('2020-02-29T00:00:00Z'));
    expect(sheet?.rowCount).toBe(2);
  });

  it('is written by a job when it is long, told by mail, and gone after a day', async () => {
    const { organisation, owner, by } = await company();
    await api.rows(
      `insert into people (organisation_id, id, display_name)
       select $1, gen_random_uuid(), 'Many ' || n from generate_series(1, 5100) n`,
      [organisation.id],
    );
    const made = await by.call(routes.export, {
      body: { format: 'csv', columns: ['name'], filters: {} },
    });
    expect(made.body).toMatchObject({ state: 'queued', rows: null, expiresAt: null });
    const params = { exportId: made.body.id };
    expect((await by.call(exportRoutes.file, { params })).status).toBe(409);
    await api.runJobs();
    expect((await by.call(exportRoutes.get, { params })).body).toMatchObject({ state: 'ready', rows: 5101 });
    expect(await linesOf(by, made.body)).toHaveLength(5102);
    expect(api.mails.sent.find(({ to }) => to === owner.email)?.text).toContain(`/exports/${made.body.id}`);
    const began = api.clock.now();
    try {
      api.clock.advanceDays(1);
      expect((await by.call(exportRoutes.file, { params })).status).toBe(404);
      await api.platform.jobs.runSweep('remove-expired-exports');
      expect(await api.rows('select from export_parts where export_id = $1', [made.body.id])).toEqual([]);
    } finally {
      api.clock.set(began);
    }
  });

  it('is for those who keep the directory, opens for the one who asked, and for nobody who has lost the right', async () => {
    const { organisation, by } = await company();
    const other = await api.given.person(organisation);
    await api.given.grant(other, 'coordinator');
    const asOther = await api.as(other);
    const body = { format: 'csv' as const, columns: ['name' as const], filters: {} };
    expect(
      (await (await api.as(await api.given.person(organisation))).call(routes.export, { body })).status,
    ).toBe(403);
    const made = await asOther.call(routes.export, { body });
    const params = { exportId: made.body.id };
    expect((await by.call(exportRoutes.file, { params })).status).toBe(404);
    await api.rows('update grants set ended_at = now() where person_id = $1', [other.id]);
    expect((await asOther.call(exportRoutes.file, { params })).status).toBe(404);
  });

  it('is read back by an import without changing anybody, whatever stands in its columns', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.record(cells), fc.nat(9)), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('csv' as const, 'xlsx' as const),
        fc.constantFrom('en' as const, 'de' as const, 'ar' as const),
        async (drawn, format, locale) => {
          const { organisation, by } = await company();
          const ids: string[] = [];
          for (const [place, [person, chosen]] of drawn.entries()) {
            const { id } = await api.given.person(organisation, {
              displayName: person.display_name,
              employeeNumber: `${person.number}${place}`,
            });
            const left =
              person.hired_on !== null && person.left_on !== null && person.left_on > person.hired_on
                ? person.left_on
                : null;
            await api.rows(
              `update people set given_name = $2, family_name = $3, job_title = $4, department = $5, site = $6, grade = $7,
                 hired_on = $8, left_on = $9, time_zone = $10, locale = $11, languages = $12, pronouns = $13, manager_id = $14
               where id = $1`,
              [
                id,
                person.display_name.split(' ').slice(0, -1).join(' ') || person.display_name,
                person.display_name.split(' ').slice(1).at(-1) ?? '',
                person.job_title,
                person.department,
                person.site,
                person.grade,
                person.hired_on,
                left,
                person.time_zone,
                person.locale,
                person.languages,
                person.pronouns,
                // Somebody before, or nobody.
                ids[chosen] ?? null,
              ],
            );
            await api.rows('delete from employment_spells where person_id = $1', [id]);
            if (person.hired_on !== null)
              await api.rows(
                `insert into employment_spells (organisation_id, id, person_id, starts_on, ends_on, end_reason)
                 values ($1, gen_random_uuid(), $2, $3, $4, $5)`,
                [organisation.id, id, person.hired_on, left, left === null ? null : person.end_reason],
              );
            ids.push(id);
          }
          const made = await by.call(routes.export, { body: { format, locale, columns: all, filters: {} } });
          const file = new Uint8Array(await (await bytesOf(by, made.body)).arrayBuffer());
          const uploaded = await by.call(importRoutes.upload, {
            query: { fileName: `people.${format}` },
            body: file,
          });
          const columns = uploaded.body.columns.flatMap(({ column, guess, dateOrders }) =>
            guess
              ? [
                  {
                    column,
                    field: guess.field as ImportField,
                    ...(dateOrders.length > 0 ? { dateOrder: 'year-month-day' as const } : {}),
                  },
                ]
              : [],
          );
          expect(
            ['hiredOn', 'leftOn', 'managerName', ...columns.map(({ field }) => field)].toSorted(),
          ).toEqual(expect.arrayContaining(all.toSorted()));
          const mapped = await by.call(importRoutes.setMapping, {
            params: { importId: uploaded.body.id },
            body: { columns, key: 'employeeNumber' },
            version: uploaded.body.version,
          });
          const rows = drawn.length + 1;
          expect(mapped.body).toMatchObject({
            counts: { rows, new: 0, changed: 0, unchanged: rows, rejected: 0 },
          });
        },
      ),
      { numRuns: 6 },
    );
  }, 60_000);
});

describe('lists of a cohort as files', () => {
  it('hold its people and its pairings', async () => {
    const { organisation, owner, by } = await company();
    const cohort = await api.given.cohort(await api.given.program(owner), owner);
    const mentor = await api.given.person(organisation, { displayName: 'Max Mentor' });
    const mentee = await api.given.person(organisation, { displayName: 'Ada Obi' });
    const pairing = await api.given.pairing(cohort, mentor, mentee);
    await api.given.checkIn(pairing, mentee, { wave: 1 });
    await api.given.checkIn(pairing, mentee, { wave: 2, answeredAt: api.clock.now() });
    await api.given.checkIn(pairing, mentor, { wave: 2, answeredAt: null });
    const params = { cohortId: cohort.id };
    const enrolled = await by.call(enrolmentRoutes.export, {
      params,
      body: { format: 'csv', locale: 'en', columns: ['name', 'role'], filters: { role: 'mentor' } },
    });
    expect(await linesOf(by, enrolled.body)).toEqual(['Name [name],Role [role]', 'Max Mentor,mentor']);
    const pairings = await by.call(pairingRoutes.export, {
      params,
      body: {
        format: 'csv',
        locale: 'en',
        columns: ['mentor', 'mentees', 'heldMeetings', 'checkIn'],
        filters: {},
      },
    });
    expect(await linesOf(by, pairings.body)).toEqual([
      'Mentor [mentor],Mentee [mentees],Meetings held [heldMeetings],Check-in [checkIn]',
      'Max Mentor,Ada Obi,0,1 / 2',
    ]);
  });
});
