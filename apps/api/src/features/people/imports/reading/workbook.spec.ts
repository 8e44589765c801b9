import { constants, deflateRawSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import { Refusal } from '@ithaca/domain/refusal';
import Excel from 'exceljs';

import { readUploadedTable } from './uploaded-file.ts';
import type { Reading, UploadedRow } from './uploaded-file.ts';

async function read(bytes: Uint8Array, reading: Reading = {}, fileName = 'people.xlsx') {
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
  return { source, header, cells: rows.map((row) => row.cells), lines: rows.map((row) => row.line) };
}

async function codeOf(bytes: Uint8Array, reading: Reading = {}): Promise<string> {
  try {
    await read(bytes, reading);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  throw new Error('The workbook was read.');
}

async function workbook(fill: (book: Excel.Workbook) => void): Promise<Uint8Array> {
  const book = new Excel.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** An archive of any entries: what no spreadsheet would write. */
function archive(entries: Record<string, string | { packed: Buffer }>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const packed = typeof content === 'string' ? deflateRawSync(content) : content.packed;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(at, 42);
    parts.push(head, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, list, end]));
}

describe('a workbook', () => {
  it('is read as it shows itself: days as days, what formulas came to, numbers with their noughts', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('People');
      sheet.addRow(['Nr', 'Name', 'Start', 'Grade', 'Full', 'Works', 'Seen']);
      sheet.addRow([
        42,
        { richText: [{ text: 'Zoë ' }, { text: 'Müller & "Co"', font: { bold: true } }] },
        new Date(Date.UTC(2024, 1, 29)),
        0.1 + 0.2,
        { formula: 'A2+1', result: 43 },
        true,
        new Date(Date.UTC(2024, 1, 29, 13, 30)),
      ]);
      sheet.addRow([7, ' <Ada> ', { formula: 'DATE(2020,1,2)', result: new Date(Date.UTC(2020, 0, 2)) }, 12]);
      sheet.getCell('A2').numFmt = '00000';
      sheet.getCell('C3').numFmt = 'dd.mm.yyyy';
      sheet.getCell('D3').numFmt = '[Red]0 "days"';
    });
    const { header, cells, lines, source } = await read(bytes);
    expect(header).toEqual(['Nr', 'Name', 'Start', 'Grade', 'Full', 'Works', 'Seen']);
    expect(cells).toEqual([
      ['00042', 'Zoë Müller & "Co"', '2024-02-29', '0.3', '43', 'TRUE', '2024-02-29 13:30'],
      ['7', ' <Ada> ', '2020-01-02', '12', '', '', ''],
    ]);
    expect(lines).toEqual([2, 3]);
    expect(source).toMatchObject({ kind: 'workbook', encoding: 'xlsx', sheet: 'People', mergedAreas: 0 });
  });

  it('counts its days from 1904 where it says so', async () => {
    const bytes = await workbook((book) => {
      book.properties.date1904 = true;
      book.addWorksheet('A').addRows([['Day'], [new Date(Date.UTC(2024, 1, 29))]]);
    });
    expect((await read(bytes)).cells).toEqual([['2024-02-29']]);
  });

  it('names its sheets and which are hidden, and reads the first that shows and has rows, or the one asked for', async () => {
    const bytes = await workbook((book) => {
      book.addWorksheet('Secret', { state: 'hidden' }).addRows([['Name'], ['Hidden']]);
      book.addWorksheet('Cover').addRow(['Read me']);
      book.addWorksheet('Zürich & Basel').addRows([['Name'], ['Ada'], ['Eve']]);
      book.addWorksheet('Bern').addRows([['Name'], ['Fay']]);
    });
    const first = await read(bytes);
    expect(first.source).toMatchObject({
      sheet: 'Zürich & Basel',
      sheets: [
        { name: 'Secret', hidden: true, rows: 2 },
        { name: 'Cover', hidden: false },
        { name: 'Zürich & Basel', hidden: false, rows: 3 },
        { name: 'Bern', hidden: false, rows: 2 },
      ],
    });
    expect(first.cells).toEqual([['Ada'], ['Eve']]);
    expect((await read(bytes, { sheet: 'Bern' })).cells).toEqual([['Fay']]);
    expect((await read(bytes, { sheet: 'Secret' })).cells).toEqual([['Hidden']]);
    expect(await codeOf(bytes, { sheet: 'Nowhere' })).toBe('import.sheet-unknown');
  });

  it('gives the value of a merged area to each of its cells, and finds the headings below a title', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('Team');
      sheet.addRows([
        ['People of 2026'],
        [],
        ['Department', 'Name', 'Site'],
        ['Sales', 'Ada', 'Bonn'],
        [null, 'Eve', 'Kiel'],
        ['IT', 'Fay', 'Kiel'],
      ]);
      sheet.mergeCells('A1:C1');
      sheet.mergeCells('A4:A5');
    });
    const { header, cells, source, lines } = await read(bytes);
    expect(header).toEqual(['Department', 'Name', 'Site']);
    expect(cells).toEqual([
      ['Sales', 'Ada', 'Bonn'],
      ['Sales', 'Eve', 'Kiel'],
      ['IT', 'Fay', 'Kiel'],
    ]);
    expect([source.titleLines, source.mergedAreas, lines[0]]).toEqual([1, 2, 4]);
  });

  it('is refused with macros, with a password, of another kind, damaged, or called what it is not', async () => {
    const sheet = '<worksheet><sheetData/></worksheet>';
    expect(await codeOf(archive({ 'xl/workbook.xml': sheet, 'xl/vbaProject.bin': 'x' }))).toBe(
      'import.has-macros',
    );
    expect(await codeOf(archive({ 'content.xml': sheet, mimetype: 'x' }))).toBe('import.other-workbook');
    expect(await codeOf(archive({ 'xl/workbook.bin': 'x' }))).toBe('import.other-workbook');
    const whole = await workbook((book) => book.addWorksheet('A').addRows([['Name'], ['Ada']]));
    expect(await codeOf(whole.subarray(0, whole.length - 400))).toBe('import.broken-workbook');
    const damaged = Uint8Array.from(whole);
    damaged.fill(0xff, 60, 400);
    expect(await codeOf(damaged)).toBe('import.broken-workbook');
    await expect(read(whole, {}, 'people.csv')).rejects.toMatchObject({ code: 'import.is-workbook' });
    expect(await codeOf(await workbook((book) => book.addWorksheet('A').addRow(['Name'])))).toBe(
      'import.empty',
    );
    expect(
      await codeOf(
        await workbook((book) =>
          book.addWorksheet('A').addRows([
            ['a', 'A'],
            [1, 2],
          ]),
        ),
      ),
    ).toBe('import.duplicate-header');
  });

  it('is refused as soon as it unpacks to more than any list of people, whatever it says of its size', async () => {
    const megabyte = deflateRawSync(Buffer.alloc(1024 * 1024, '<row></row>'), {
      finishFlush: constants.Z_FULL_FLUSH,
    });
    const packed = Buffer.concat([...Array.from({ length: 2000 }, () => megabyte), Buffer.from([3, 0])]);
    const bytes = archive({
      'xl/workbook.xml': '<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': { packed },
    });
    expect(bytes.length).toBeLessThan(4 * 1024 * 1024);
    expect(await codeOf(bytes)).toBe('import.unpacks-too-large');
  });

  it('is read whatever the order of its parts, their prefixes, and texts within cells', async () => {
    const bytes = archive({
      'xl/worksheets/data.xml': `<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetData>
        <!-- <x:row> --><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Name</x:t></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row>
        <x:row r="5"><x:c r="B5" s="1"><x:v>45000</x:v></x:c><x:c r="A5" t="inlineStr"><x:is><x:r><x:t>A &gt; </x:t></x:r><x:r><x:t><![CDATA[<B>]]></x:t></x:r></x:is></x:c></x:row>
      </x:sheetData></x:worksheet>`,
      'xl/sharedStrings.xml': '<sst><si><t>Start</t><rPh><t>hint</t></rPh></si></sst>',
      'xl/styles.xml':
        '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Target="/xl/worksheets/data.xml" Id="r9"/></Relationships>',
      'xl/workbook.xml': '<workbook><sheets><sheet r:id="r9" name="A"/></sheets></workbook>',
    });
    const { header, cells, lines } = await read(bytes);
    expect([header, cells, lines]).toEqual([['Name', 'Start'], [['A > <B>', '2023-03-15']], [5]]);
  });
});
