import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importRoutes as routes } from '@ithaca/contracts/imports';
import { peopleRoutes } from '@ithaca/contracts/people';
import type { ImportMapping } from '@ithaca/contracts/imports';

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

const linesOf = async (by: TestCaller, params: { importId: string }) =>
  (await by.call(routes.listRows, { params })).body.items;
const problemsOf = async (by: TestCaller, params: { importId: string }) =>
  Object.fromEntries(
    (await linesOf(by, params)).map((row) => [
      row.line,
      row.problems.map((one) => `${one.severity} ${one.code}`).join(),
    ]),
  );

describe('uploading a file', () => {
  it('guesses the columns and changes nothing', async () => {
    const { by } = await desk.office();
    const { status, body } = await desk.upload(
      by,
      'EmpID,Employee_Name,DateofHire\n1,"Roy, Ada",2/20/2012\n',
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'mapping',
      mapping: null,
      counts: null,
      createdByName: 'Olga Owner',
      encoding: 'utf-8',
    });
    expect(body.columns).toMatchObject([
      {
        column: 0,
        header: 'EmpID',
        samples: ['1'],
        filled: 1,
        guess: { field: 'employeeNumber', confidence: 'sure' },
        dateOrders: [],
      },
      {
        column: 1,
        header: 'Employee_Name',
        samples: ['Roy, Ada'],
        filled: 1,
        guess: { field: 'name', confidence: 'sure' },
        dateOrders: [],
      },
      {
        column: 2,
        header: 'DateofHire',
        samples: ['2/20/2012'],
        filled: 1,
        guess: { field: 'hiredOn', confidence: 'sure' },
        dateOrders: ['month-day-year'],
      },
    ]);
    expect((await by.call(peopleRoutes.list, {})).body.items).toHaveLength(1);
  });

  it('is answered once, however often it is sent with one key', async () => {
    const { by } = await desk.office();
    const body = new TextEncoder().encode('Name\nAda\n');
    const headers = { 'idempotency-key': 'once' };
    const [first, second] = [
      await by.call(routes.upload, { query: { fileName: 'a.csv' }, body }, headers),
      await by.call(routes.upload, { query: { fileName: 'a.csv' }, body }, headers),
    ];
    expect(second.body.id).toBe(first.body.id);
    expect((await by.call(routes.list, {})).body.items).toHaveLength(1);
    const other = new TextEncoder().encode('Name\nEve\n');
    expect(
      (await by.call(routes.upload, { query: { fileName: 'a.csv' }, body: other }, headers)).status,
    ).toBe(422);
  });

  it('refuses what cannot be read, with the place, and keeps nothing of it', async () => {
    const { by } = await desk.office();
    expect((await desk.upload(by, '')).body).toMatchObject({ code: 'import.empty', status: 422 });
    expect((await desk.upload(by, 'a,a\n1,2\n')).body).toMatchObject({
      code: 'import.duplicate-header',
      facts: { names: ['a'] },
    });
    expect((await desk.upload(by, 'a,b\n1,"2\n')).body).toMatchObject({
      code: 'import.broken-quote',
      facts: { line: 2 },
    });
    expect((await desk.upload(by, 'PK\u0003\u0004....')).body).toMatchObject({ code: 'import.is-workbook' });
    expect((await desk.upload(by, 'a\n\0\n')).body).toMatchObject({ code: 'import.not-text' });
    expect((await desk.upload(by, `a\n${'x'.repeat(34_000_000)}`)).status).toBe(413);
    expect((await by.call(routes.list, {})).body.items).toEqual([]);
  });

  it('is for those who may write the directory', async () => {
    const { organisation, by } = await desk.office();
    const member = await api.as(await api.given.person(organisation));
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const asAuditor = await api.as(auditor);
    expect((await desk.upload(member, 'Name\nAda\n')).status).toBe(403);
    expect((await desk.upload(asAuditor, 'Name\nAda\n')).status).toBe(403);
    expect((await member.call(routes.list, {})).status).toBe(403);
    const { body } = await desk.upload(by, 'Name\nAda\n');
    expect((await asAuditor.call(routes.get, { params: { importId: body.id } })).status).toBe(200);
    const stranger = (await desk.office()).by;
    for (const route of [routes.get, routes.listRows, routes.rejects])
      expect((await stranger.call(route, { params: { importId: body.id } })).status).toBe(404);
  });
});

describe('mapping the columns', () => {
  it('says of each line what it will do, and shows old and new values', async () => {
    const { organisation, by } = await desk.office();
    await api.given.person(organisation, {
      displayName: 'Ada Roy',
      employeeNumber: '1',
      jobTitle: 'Engineer',
      account: false,
    });
    await api.given.person(organisation, {
      displayName: 'Eve Fox',
      employeeNumber: '2',
      jobTitle: 'Engineer',
      account: false,
    });
    const { params, mapped } = await desk.map(
      by,
      'Nr,Name,Job\n1,Ada Roy,Lead\n2,"Fox, Eve",Engineer\n3,Nia New,Designer\n,Nobody,Ghost\n',
      ['employeeNumber', 'name', 'jobTitle'],
    );
    expect(mapped.body).toMatchObject({
      state: 'ready',
      version: 2,
      counts: { rows: 4, new: 1, changed: 1, unchanged: 1, rejected: 1, leavers: 0 },
      problems: [{ code: 'key-missing', severity: 'error', rows: 1 }],
    });
    const lines = await linesOf(by, params);
    expect(lines.map(({ effect, changes }) => ({ effect, changes }))).toEqual([
      { effect: 'changed', changes: { jobTitle: ['Engineer', 'Lead'] } },
      { effect: 'unchanged', changes: {} },
      {
        effect: 'new',
        changes: { employeeNumber: [null, '3'], name: [null, 'Nia New'], jobTitle: [null, 'Designer'] },
      },
      { effect: 'rejected', changes: {} },
    ]);
    const some = async (query: object) => (await by.call(routes.listRows, { params, query })).body;
    expect((await some({ effect: 'new' })).items.map((row) => row.line)).toEqual([4]);
    expect((await some({ code: 'key-missing' })).items.map((row) => row.line)).toEqual([5]);
    const first = await some({ limit: 3 });
    expect((await some({ limit: 3, cursor: first.nextCursor })).items.map((row) => row.line)).toEqual([5]);
  });

  it('names the problem of each line', async () => {
    const { organisation, by } = await desk.office();
    await api.given.person(organisation, { email: 'taken@example.test', employeeNumber: 'T' });
    const { params } = await desk.map(
      by,
      [
        'Nr,Name,Mail,Start,End,Grade,Zone,Speaks',
        '1,Ada,ada@example.test,2020-01-01,,7,Europe/Berlin,de;en',
        '2,Too,many,cells,2020-01-01,,,,,x',
        '3,,x@example.test,,,,,',
        '4,Eve,no mail,,,,,',
        '5,Fay,TAKEN@example.test,,,,,',
        '6,Gus,ada@example.test,,,,,',
        '7,Hal,,2020-13-01,,,,',
        '8,Ivy,,0020-01-01,,,,',
        '9,Jan,,2020-01-01,2019-01-01,,,',
        '10,Kim,,2020-01-01,2030-01-01,,,',
        '11,Leo,,,,high,Mars,xx;de',
        '12,Mo\u0001e,,,,,,',
        `13,${'n'.repeat(161)},,,,,,`,
        '14,Ned,,,,,,',
        '14,Oda,,,,,,',
        '15,Pam,,,,,,',
        '15,Pam,,,,,,',
      ].join('\n'),
      ['employeeNumber', 'name', 'email', 'hiredOn', 'leftOn', 'grade', 'timeZone', 'languages'],
    );
    expect(await problemsOf(by, params)).toEqual({
      2: '',
      3: 'error shifted-row',
      4: 'error name-missing',
      5: 'error email-malformed',
      6: 'error email-taken',
      7: 'error email-taken',
      8: 'error date-unreadable',
      9: 'error date-out-of-range',
      10: 'error left-before-hired',
      11: 'warning left-in-future',
      12: 'warning grade-unreadable,warning time-zone-unknown,warning language-unknown',
      13: 'error character-not-storable',
      14: 'error text-too-long',
      15: 'error key-twice',
      16: 'error key-twice',
      17: '',
      18: 'error key-twice',
    });
  });

  it('finds managers by number, mail or name, in the file and in the directory', async () => {
    const { organisation, by } = await desk.office();
    await api.given.person(organisation, {
      displayName: 'Dora Director',
      employeeNumber: 'D1',
      email: 'dora@example.test',
    });
    for (const name of ['Sam Same', 'Sam Same']) await api.given.person(organisation, { displayName: name });
    const { params, done } = await desk.carryOut(
      by,
      [
        'Nr;Name;Manager',
        '1;Ada Roy;D1',
        '2;Eve Fox;1',
        '3;Fay Gray;DORA@example.test',
        '4;Gus Hart;Roy, Ada',
        '5;Hal Iver;dora director',
        '6;Ivy Joss;Board of Directors',
        '7;Jan Kuhn;Sam Same',
        '8;Kim Long;Kim Long',
      ].join('\n'),
      ['employeeNumber', 'name', 'manager'],
    );
    expect(done).toMatchObject({ state: 'done', counts: { new: 8, rejected: 0 } });
    const managers = await api.rows<{ name: string; manager: string | null }>(
      `select p.display_name as name, m.display_name as manager from people p left join people m on m.id = p.manager_id
       where p.organisation_id = $1 and p.import_id is not null order by p.employee_number`,
      [organisation.id],
    );
    expect(managers.map((row) => row.manager)).toEqual([
      'Dora Director',
      'Ada Roy',
      'Dora Director',
      'Ada Roy',
      'Dora Director',
      null,
      null,
      null,
    ]);
    expect(await problemsOf(by, params)).toMatchObject({
      7: 'warning manager-unknown',
      8: 'warning manager-ambiguous',
      9: 'warning own-manager',
    });
  });

  it('rejects the lines of a circle of managers, also one that runs through the directory', async () => {
    const { organisation, by } = await desk.office();
    const boss = await api.given.person(organisation, { displayName: 'Boss', employeeNumber: 'B' });
    await api.given.person(organisation, { displayName: 'Under', employeeNumber: 'U', managerId: boss.id });
    const { params, mapped } = await desk.map(
      by,
      'Nr,Name,Manager\n1,Ada,2\n2,Eve,3\n3,Fay,1\n4,Gus,1\nB,Boss,U\n',
      ['employeeNumber', 'name', 'manager'],
    );
    expect(mapped.body.counts).toMatchObject({ new: 1, rejected: 4 });
    expect(await problemsOf(by, params)).toEqual({
      2: 'error manager-cycle',
      3: 'error manager-cycle',
      4: 'error manager-cycle',
      5: 'warning manager-unknown',
      6: 'error manager-cycle',
    });
  });

  it('asks for the order of days that can be read in two ways', async () => {
    const { by } = await desk.office();
    const text = 'Name,Start\nAda,03/04/2021\nEve,05/06/2021\n';
    const { params, mapped } = await desk.map(by, text, ['name', 'hiredOn'], 'name');
    expect(mapped.status).toBe(400);
    expect(mapped.body).toMatchObject({
      code: 'request.fields',
      fields: [{ path: 'body.columns.1.dateOrder' }],
      facts: {
        dateOrders: [{ header: 'Start', orders: ['day-month-year', 'month-day-year'], sample: '03/04/2021' }],
      },
    });
    const body = {
      columns: [
        { column: 0, field: 'name' as const },
        { column: 1, field: 'hiredOn' as const, dateOrder: 'month-day-year' as const },
      ],
      key: 'name' as const,
    };
    expect((await by.call(routes.setMapping, { params, body, version: 1 })).status).toBe(200);
    expect((await linesOf(by, params)).map((row) => row.changes.hiredOn?.[1])).toEqual([
      '2021-03-04',
      '2021-05-06',
    ]);
  });

  it('names the days that cannot be read in the order of the others, and asks when the column mixes two orders', async () => {
    const { by } = await desk.office();
    const fields = ['name', 'hiredOn'] as const;
    const { params } = await desk.map(
      by,
      'Name,Start\nAda,13/04/2021\nEve,05/06/2021\nFay,31/31/2021\nGus,28/1/2020\n',
      fields,
      'name',
    );
    expect(await problemsOf(by, params)).toEqual({ 2: '', 3: '', 4: 'error date-unreadable', 5: '' });
    const mixed = await desk.map(
      by,
      'Name,Start\nAda,13/04/2021\nEve,06/25/2021\nFay,1/2/2021\n',
      fields,
      'name',
    );
    expect(mixed.mapped).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.columns.1.dateOrder' }] },
    });
  });

  it('is refused for columns that are not there, fields named twice, no name, or a key without a column', async () => {
    const { by } = await desk.office();
    const { body: uploaded } = await desk.upload(by, 'Nr,Name\n1,Ada\n');
    const set = async (columns: ImportMapping['columns'], key: ImportMapping['key'], version = 1) =>
      (
        await by.call(routes.setMapping, {
          params: { importId: uploaded.id },
          body: { columns, key },
          version,
        })
      ).body;
    expect(await set([{ column: 5, field: 'name' }], 'name')).toMatchObject({
      code: 'import.column-unknown',
      facts: { column: 5 },
    });
    expect(
      await set(
        [
          { column: 0, field: 'name' },
          { column: 1, field: 'name' },
        ],
        'name',
      ),
    ).toMatchObject({
      code: 'import.column-unknown',
      facts: { field: 'name' },
    });
    expect(await set([{ column: 0, field: 'employeeNumber' }], 'employeeNumber')).toMatchObject({
      code: 'import.name-not-mapped',
    });
    expect(await set([{ column: 1, field: 'name' }], 'email')).toMatchObject({
      fields: [{ path: 'body.key' }],
    });
    expect(await set([{ column: 1, field: 'name' }], 'name', 7)).toMatchObject({ code: 'record.changed' });
  });

  it('never shows that another organisation has a number or an address', async () => {
    const stranger = await desk.office();
    await api.given.person(stranger.organisation, { email: 'shared@example.test', employeeNumber: 'S1' });
    const { by } = await desk.office();
    const { mapped } = await desk.map(by, 'Nr,Name,Mail\nS1,Ada,shared@example.test\n', [
      'employeeNumber',
      'name',
      'email',
    ]);
    expect(mapped.body).toMatchObject({ counts: { new: 1, rejected: 0 }, problems: [] });
  });
});

describe('mending a line', () => {
  it('works out all lines again and leaves the mapping as it is', async () => {
    const { by } = await desk.office();
    const { params } = await desk.map(by, 'Nr,Name,Manager\n1,Ada,Eve\n,Eve,\n', [
      'employeeNumber',
      'name',
      'manager',
    ]);
    expect(await problemsOf(by, params)).toEqual({ 2: 'warning manager-unknown', 3: 'error key-missing' });
    const mended = await by.call(routes.changeRow, {
      params: { ...params, line: 3 },
      body: { cells: ['2', 'Eve', ''] },
    });
    expect(mended.body).toMatchObject({ line: 3, cells: ['2', 'Eve', ''], effect: 'new', problems: [] });
    expect(await problemsOf(by, params)).toEqual({ 2: '', 3: '' });
    const now = (await by.call(routes.get, { params })).body;
    expect(now).toMatchObject({ counts: { new: 2, rejected: 0 }, problems: [], version: 3 });
    expect(
      (await by.call(routes.changeRow, { params: { ...params, line: 9 }, body: { cells: [] } })).status,
    ).toBe(404);
  });

  it('is over once the import has run', async () => {
    const { by } = await desk.office();
    const { params } = await desk.carryOut(by, 'Name\nAda\n', ['name'], 'name');
    const late = await by.call(routes.changeRow, {
      params: { ...params, line: 2 },
      body: { cells: ['Eve'] },
    });
    expect(late.body).toMatchObject({ code: 'import.wrong-state' });
  });
});

describe('the rejected lines', () => {
  it('come back as a file with their reasons, which can be mended and uploaded again', async () => {
    const { by } = await desk.office();
    const { params } = await desk.map(
      by,
      'Nr;Name;Mail\n1;Ada;ok@example.test\n2;"Fox; Eve";nomail\n;=1+1;\n',
      ['employeeNumber', 'name', 'email'],
    );
    const file = await by.call(routes.rejects, { params });
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(file.text.replace('\ufeff', '')).toBe(
      'Nr;Name;Mail;Problem\r\n2;"Fox; Eve";nomail;Not a mail address: nomail\r\n;\'=1+1;;The value that identifies the person is missing\r\n',
    );
    expect((await desk.upload(by, file.text)).body).toMatchObject({ delimiter: ';', columns: { length: 4 } });
  });

  it('say why in the language asked for, else in the reader’s own', async () => {
    const { by, owner } = await desk.office();
    const { params } = await desk.map(by, 'Nr;Name\n;Eve\n', ['employeeNumber', 'name']);
    await api.rows("update people set locale = 'de' where id = $1", [owner.id]);
    const lines = async (query: { locale?: 'ar' } = {}) =>
      (await by.call(routes.rejects, { params, query })).text.replace('\ufeff', '').split('\r\n');
    expect(await lines()).toEqual(['Nr;Name;Problem', ';Eve;Der Wert, der die Person erkennt, fehlt', '']);
    expect(await lines({ locale: 'ar' })).toEqual([
      'Nr;Name;المشكلة',
      ';Eve;القيمة التي تُعرّف الشخص ناقصة',
      '',
    ]);
  });
});

describe('an upload that is not wanted', () => {
  it('is thrown away with its lines, once; what ran is not', async () => {
    const { by } = await desk.office();
    const text = 'Nr;Name\n1;Ada\n';
    const { params, mapped } = await desk.map(by, text, ['employeeNumber', 'name']);
    const stale = await by.call(routes.discard, { params, version: 1 });
    expect([stale.status, stale.body.code]).toEqual([412, 'record.changed']);
    const { version } = mapped.body;
    expect((await by.call(routes.discard, { params, version })).status).toBe(204);
    expect((await by.call(routes.get, { params })).status).toBe(404);
    expect(await api.rows('select from import_rows where import_id = $1', [params.importId])).toEqual([]);
    expect((await by.call(routes.discard, { params, version })).status).toBe(404);
    const run = await desk.carryOut(by, text, ['employeeNumber', 'name']);
    const late = await by.call(routes.discard, { params: run.params, version: run.done.version });
    expect([late.status, late.body.code]).toEqual([409, 'import.wrong-state']);
  });
});
