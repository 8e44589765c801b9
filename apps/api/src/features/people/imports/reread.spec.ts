import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importRoutes as routes } from '@ithaca/contracts/imports';
import Excel from 'exceljs';
import iconv from 'iconv-lite';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';
import { ImportDesk } from '../../../../testing/import-desk.ts';

let api: TestApi;
let desk: ImportDesk;
beforeAll(async () => {
  api = await startApi();
  desk = new ImportDesk(api);
});
afterAll(() => api.stop());

const upload = (by: TestCaller, body: Uint8Array, fileName: string) =>
  by.call(routes.upload, { query: { fileName }, body });
const cellsOf = async (by: TestCaller, importId: string) =>
  (await by.call(routes.listRows, { params: { importId } })).body.items.map(({ cells }) => cells);

describe('a file that was read the wrong way', () => {
  it('is read again from another sheet, and what was mapped of the first one is over', async () => {
    const { by } = await desk.office();
    const book = new Excel.Workbook();
    book.addWorksheet('Staff').addRows([
      ['Name', 'Team'],
      ['Ada', 'IT'],
    ]);
    book.addWorksheet('Guests').addRows([['Full name'], ['Eve'], ['Gus']]);
    const bytes = new Uint8Array(await book.xlsx.writeBuffer());
    const { body } = await upload(by, bytes, 'staff.xlsx');
    expect(body.source).toMatchObject({ kind: 'workbook', sheet: 'Staff', canReread: true });
    const params = { importId: body.id };
    const mapping = { columns: [{ column: 0, field: 'name' as const }], key: 'name' as const };
    await by.call(routes.setMapping, { params, body: mapping, version: 1 });
    const again = await by.call(routes.reread, { params, body: { sheet: 'Guests' }, version: 2 });
    expect(again.body).toMatchObject({
      state: 'mapping',
      mapping: null,
      counts: null,
      version: 3,
      source: { sheet: 'Guests' },
      columns: [{ header: 'Full name', filled: 2 }],
    });
    expect(await cellsOf(by, body.id)).toEqual([['Eve'], ['Gus']]);
    const missing = await by.call(routes.reread, { params, body: { sheet: 'Nowhere' }, version: 3 });
    expect(missing.body).toMatchObject({ code: 'import.sheet-unknown' });
    expect(await cellsOf(by, body.id)).toHaveLength(2);
  });

  it('is read again in another encoding and with another separator, until it has been imported', async () => {
    const { by } = await desk.office();
    const bytes = new Uint8Array(iconv.encode('Name;Ort\nZoë;Köln\n', 'macintosh'));
    const { body } = await upload(by, bytes, 'leute.csv');
    expect([body.encoding, body.delimiter]).toEqual(['macintosh', ';']);
    const params = { importId: body.id };
    await by.call(routes.reread, { params, body: { encoding: 'windows-1252', delimiter: ',' }, version: 1 });
    expect(await cellsOf(by, body.id)).toEqual([
      [iconv.decode(Buffer.from('Zo\u0091;K\u009aln', 'latin1'), 'windows-1252')],
    ]);
    await by.call(routes.reread, { params, body: { encoding: 'macintosh' }, version: 2 });
    expect(await cellsOf(by, body.id)).toEqual([['Zoë', 'Köln']]);
    const mapping = { columns: [{ column: 0, field: 'name' as const }], key: 'name' as const };
    await by.call(routes.setMapping, { params, body: mapping, version: 3 });
    await by.call(routes.run, { params, version: 4 });
    await api.runJobs();
    const done = (await by.call(routes.get, { params })).body;
    expect([done.state, done.source.canReread]).toEqual(['done', false]);
    const late = await by.call(routes.reread, { params, body: {}, version: done.version });
    expect(late.body.code).toBe('import.wrong-state');
  });
});

describe('problems of many lines', () => {
  it('are mended by what is suggested, emptied, or replaced, all at once', async () => {
    const { by } = await desk.office();
    const text = [
      'Nr,Name,Mail,Start,Zone,Boss',
      '1,Ada,ada(at)x.test,2020-01-02,Mars,9',
      '2,Eve, eve@x.test ,3 March 2020,Europe/Berlin,Ghost',
      '3,Fay,fay @x.test,2020-01-04,Venus,Ghost',
      '4,Gus,nothing,2020-01-05,,1',
    ].join('\n');
    const { params, mapped } = await desk.map(by, text, [
      'employeeNumber',
      'name',
      'email',
      'hiredOn',
      'timeZone',
      'manager',
    ]);
    const kinds = (body: typeof mapped.body) =>
      Object.fromEntries(body.problems.map(({ code, rows, mendable }) => [code, [rows, mendable]]));
    expect(kinds(mapped.body)).toEqual({
      'email-malformed': [3, 2],
      'date-unreadable': [1, 1],
      'space-around': [1, 1],
      'time-zone-unknown': [2, 0],
    });
    let { version } = mapped.body;
    const mend = async (body: object) => {
      const { body: reply } = await by.call(routes.mend, { params, body: body as never, version });
      version = reply.import.version;
      return [reply.mended, kinds(reply.import)] as const;
    };
    expect((await mend({ code: 'email-malformed', how: 'suggested' }))[0]).toBe(2);
    expect((await mend({ code: 'email-malformed', how: 'emptied' }))[0]).toBe(1);
    expect((await mend({ code: 'space-around', how: 'suggested' }))[0]).toBe(1);
    expect((await mend({ code: 'time-zone-unknown', how: 'replaced', from: 'Mars', to: 'UTC' }))[0]).toBe(1);
    const [mended, left] = await mend({ code: 'date-unreadable', how: 'suggested' });
    expect(mended).toBe(1);
    expect(left).toEqual({ 'time-zone-unknown': [1, 0], 'manager-unknown': [3, 0] });
    expect((await cellsOf(by, params.importId))[1]).toEqual([
      '2',
      'Eve',
      'eve@x.test',
      '2020-03-03',
      'Europe/Berlin',
      'Ghost',
    ]);
  });

  it('of departments that nobody knows are answered once, and the answer is used for the next file with these headings', async () => {
    const { organisation, by } = await desk.office();
    await api.given.person(organisation, { department: 'Sales' });
    const text = 'Nr,Name,Team\n1,Ada,sales\n2,Eve,IT/IS\n3,Fay,IT/IS\n';
    const { params, mapped } = await desk.map(by, text, ['employeeNumber', 'name', 'department']);
    expect(mapped.body.problems).toMatchObject([
      {
        code: 'department-new',
        rows: 3,
        mendable: 1,
        values: [
          { value: 'IT/IS', rows: 2 },
          { value: 'sales', rows: 1 },
        ],
      },
    ]);
    const { mapping } = mapped.body;
    if (!mapping) throw new Error('Nothing is mapped.');
    const values = [
      { field: 'department' as const, from: 'IT/IS', to: 'IT' },
      { field: 'department' as const, from: 'sales', to: 'Sales' },
    ];
    const settled = await by.call(routes.setMapping, { params, body: { ...mapping, values }, version: 2 });
    expect(settled.body.problems).toEqual([]);
    await by.call(routes.run, { params, version: 3 });
    await api.runJobs();
    const units = await api.rows<{ department: string }>(
      'select department from people where organisation_id = $1 and import_id is not null order by employee_number',
      [organisation.id],
    );
    expect(units.map(({ department }) => department)).toEqual(['Sales', 'IT', 'IT']);
    const next = await desk.upload(by, 'team,NR,name\nIT/IS,4,Gus\n');
    expect(next.body.savedMapping?.mapping).toEqual({
      columns: [
        { column: 1, field: 'employeeNumber' },
        { column: 2, field: 'name' },
        { column: 0, field: 'department' },
      ],
      key: 'employeeNumber',
      values,
    });
    expect((await desk.upload(by, 'team,nr\nIT/IS,4\n')).body.savedMapping).toBeNull();
  });
});

describe('days that cannot be known for certain', () => {
  it('are asked about when their years have two digits, and then lie in the century that keeps them in the past', async () => {
    const { by } = await desk.office();
    const text = 'Name,Hired\nAda,07/15/68\nEve,01/31/11\n';
    const { params, mapped } = await desk.map(by, text, ['name', 'hiredOn'], 'name');
    expect(mapped.body).toMatchObject({
      code: 'request.fields',
      fields: [{ path: 'body.columns.1.dateOrder' }],
    });
    const columns = [
      { column: 0, field: 'name' as const },
      { column: 1, field: 'hiredOn' as const, dateOrder: 'month-day-year' as const },
    ];
    await by.call(routes.setMapping, { params, body: { columns, key: 'name' }, version: 1 });
    const rows = (await by.call(routes.listRows, { params })).body.items;
    expect(rows.map(({ changes }) => changes.hiredOn?.[1])).toEqual(['1968-07-15', '2011-01-31']);
  });

  it('date a job: promoted before the import, the change is told of on that day, and history stays', async () => {
    const { organisation, by } = await desk.office();
    const text = 'Nr,Name,Job,Hired,Promoted\n1,Ada,Clerk,2020-01-01,\n2,Eve,Lead,2020-01-01,2022-05-01\n';
    const fields = ['employeeNumber', 'name', 'jobTitle', 'hiredOn', 'jobSince'] as const;
    await desk.carryOut(by, text, fields);
    await desk.carryOut(by, 'Nr,Name,Job,Hired,Promoted\n1,Ada,Lead,2020-01-01,2024-03-01\n', fields);
    const spells = await api.rows<{ name: string; job: string; on: string }>(
      `select p.display_name as name, s.job_title as job, s.starts_on::text as on from job_spells s
       join people p on p.organisation_id = s.organisation_id and p.id = s.person_id
       where s.organisation_id = $1 and s.superseded_at is null and p.import_id is not null order by 1, 3`,
      [organisation.id],
    );
    expect(spells).toEqual([
      { name: 'Ada', job: 'Clerk', on: '2020-01-01' },
      { name: 'Ada', job: 'Lead', on: '2024-03-01' },
      { name: 'Eve', job: '', on: '2020-01-01' },
      { name: 'Eve', job: 'Lead', on: '2022-05-01' },
    ]);
  });
});
