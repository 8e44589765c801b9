import { describe, expect, it } from '@jest/globals';
import { Refusal } from '@ithaca/domain/refusal';
import iconv from 'iconv-lite';

import { ColumnTally } from './columns.ts';
import type { Reading, UploadedRow } from './uploaded-file.ts';
import { readUploadedTable } from './uploaded-file.ts';

async function readBytes(bytes: Uint8Array, fileName = 'people.csv', reading: Reading = {}) {
  let header: string[] = [];
  const rows: UploadedRow[] = [];
  const source = await readUploadedTable(fileName, bytes, reading, {
    header: (found) => {
      header = found;
    },
    rows: (more) => {
      rows.push(...more);
    },
  });
  return { ...source, header, rows };
}
const read = (text: string, encoding = 'utf-8', options = {}) =>
  readBytes(new Uint8Array(iconv.encode(text, encoding, options)));

async function refusalOf(
  bytes: Uint8Array | string,
  fileName?: string,
): Promise<{ code: string; facts: object }> {
  try {
    await readBytes(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, fileName);
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, facts: error.facts };
    throw error;
  }
  throw new Error('The file was read.');
}

describe('an uploaded file', () => {
  it('is read in the encoding it is written in', async () => {
    const text = 'Name;Ort\r\nZoë Müller;Köln\r\n';
    for (const [encoding, options, said] of [
      ['utf-8', {}, 'utf-8'],
      ['utf-8', { addBOM: true }, 'utf-8'],
      ['utf-16le', { addBOM: true }, 'utf-16le'],
      ['utf-16be', { addBOM: true }, 'utf-16be'],
      ['utf-16le', { addBOM: false }, 'utf-16le'],
      ['utf-16be', { addBOM: false }, 'utf-16be'],
      ['windows-1252', {}, 'windows-1252'],
      ['macintosh', {}, 'macintosh'],
    ] as const)
      expect(await read(text, encoding, options)).toMatchObject({
        encoding: said,
        delimiter: ';',
        header: ['Name', 'Ort'],
        rows: [{ line: 2, cells: ['Zoë Müller', 'Köln'] }],
      });
  });

  it('is cut at the delimiter that fits its lines', async () => {
    for (const [delimiter, text] of [
      [',', 'a,b\n"1;2;3",4\n5,6\n'],
      [';', 'a;b;c\n1,5;2,5;3\n4;5;6,1\n'],
      ['\t', 'a\tb\nx, y\tz; q\n'],
      ['|', 'a|b|c\n1|2|3\n'],
      [';', 'sep=;\r\na;b\r\n1;2\r\n'],
      [',', 'only\none\n'],
    ])
      expect([text, (await read(text ?? '')).delimiter]).toEqual([text, delimiter]);
  });

  it('numbers its rows by the line on which they begin, whatever is blank or spans lines', async () => {
    const { rows } = await read('a,b\n\n1,"two\nlines"\n ,\n3,4,\n');
    expect(rows).toEqual([
      { line: 3, cells: ['1', 'two\nlines'] },
      { line: 6, cells: ['3', '4'] },
    ]);
    const declared = await read('sep=;\na;b\n1;2');
    expect(declared.rows).toEqual([{ line: 3, cells: ['1', '2'] }]);
  });

  it('may end with the mark of an old system', async () => {
    expect((await read('a,b\r\n1,2\r\n\u001a')).rows).toEqual([{ line: 2, cells: ['1', '2'] }]);
  });

  it('may have a quotation mark in the middle of a cell', async () => {
    const { rows } = await read('name,title\nRobert "Bob" Ray,Lead\n"Eve ""E"" Fox",CTO\n');
    expect(rows.map(({ cells }) => cells[0])).toEqual(['Robert "Bob" Ray', 'Eve "E" Fox']);
  });

  it('is refused with the reason when it is none that can be read', async () => {
    expect(await refusalOf('')).toMatchObject({ code: 'import.empty' });
    expect(await refusalOf('name,mail\n\n,\n')).toMatchObject({ code: 'import.empty' });
    const zip = new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]);
    expect(await refusalOf(zip)).toMatchObject({ code: 'import.is-workbook' });
    expect(await refusalOf(zip, 'people.xlsx')).toMatchObject({ code: 'import.broken-workbook' });
    expect(await refusalOf('a,b\n1,2\n', 'people.xlsx')).toMatchObject({ code: 'import.not-workbook' });
    expect(await refusalOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).toMatchObject({
      code: 'import.old-workbook',
    });
    expect(await refusalOf('a,b\n1,2\n3,\0\n')).toEqual({ code: 'import.not-text', facts: { line: 3 } });
    expect(await refusalOf('a,b\n1,2\n3,"open\n4,5\n')).toEqual({
      code: 'import.broken-quote',
      facts: { line: 3 },
    });
    expect(await refusalOf('a,b\n1,2\n3,"open\n4,5\n6,"Fox, Eve"\n7,8\n')).toEqual({
      code: 'import.broken-quote',
      facts: { line: 3 },
    });
    expect(await refusalOf('Name, name ,Mail,Team,TEAM\n1,2,3,4,5\n')).toEqual({
      code: 'import.duplicate-header',
      facts: { names: ['Name', 'Team'] },
    });
    expect(await refusalOf(`a\n${'1\n'.repeat(200_001)}`)).toEqual({
      code: 'import.too-many-rows',
      facts: { limit: 200_000 },
    });
  });
});

async function columnsOf(text: string) {
  const { header, rows } = await read(text);
  const tally = new ColumnTally(header, '2026-03-02');
  tally.add(rows);
  return tally.describe();
}

describe('the columns of a file', () => {
  const guesses = async (text: string) => {
    return Object.fromEntries(
      (await columnsOf(text)).flatMap(({ header: heading, guess }) =>
        guess ? [[heading, `${guess.field} ${guess.confidence}`]] : [],
      ),
    );
  };

  it('are guessed from headings in English, German and French', async () => {
    expect(
      await guesses(
        'PERS_NR;VORNAME;NACHNAME;GEBDAT;ABTEILUNG;EINTRITTSDATUM\n1;Ada;Roth;1.2.1980;IT;3.4.2015\n',
      ),
    ).toEqual({
      PERS_NR: 'employeeNumber sure',
      VORNAME: 'givenName sure',
      NACHNAME: 'familyName sure',
      ABTEILUNG: 'department sure',
      EINTRITTSDATUM: 'hiredOn sure',
    });
    expect(
      await guesses('EmployeID,Nom,Poste,BU,DateEmbauche,DateDépart\n1,Roy,Chef,Lyon,2022-02-07,\n'),
    ).toEqual({
      EmployeID: 'employeeNumber sure',
      Nom: 'name likely',
      Poste: 'jobTitle sure',
      BU: 'department likely',
      DateEmbauche: 'hiredOn sure',
      DateDépart: 'leftOn sure',
    });
    expect(await guesses('Nom,Prénom,Contact\nRoy,Ada,ada@example.test\n')).toEqual({
      Nom: 'familyName sure',
      Prénom: 'givenName sure',
      Contact: 'email likely',
    });
  });

  it('are guessed once a field, the manager from the column that points at people', async () => {
    const names = await guesses(
      'Employee_Name,EmpID,ManagerName,ManagerID\n"Roy, Ada",1,,\n"Fox, Eve",2,Ada Roy,17\n',
    );
    expect(names).toMatchObject({ ManagerName: 'manager sure' });
    const numbers = await guesses(
      'Employee_Name,EmpID,ManagerName,ManagerID\n"Roy, Ada",1,,\n"Fox, Eve",2,Boss,1\n',
    );
    expect(numbers).toMatchObject({ ManagerID: 'manager sure' });
  });

  it('are not taken for days when their values are none', async () => {
    expect(await guesses('Name,Start Date,Email\nAda,soon,office 3\n')).toEqual({ Name: 'name sure' });
  });

  it('say which orders fit their days, and only one when all mean the same', async () => {
    const columns = await columnsOf(
      'a,b,c,d,e\n01.12.2020,2/20/2012,03/04/2021,2020-01-31,05/05/2020\n31.1.2019,7/7/2014,05/06/21,2021-02-01,\n',
    );
    const orders = columns.map((column) => column.dateOrders);
    expect(orders).toEqual([
      ['day-month-year'],
      ['month-day-year'],
      ['day-month-year', 'month-day-year'],
      ['year-month-day'],
      ['day-month-year'],
    ]);
  });
});
