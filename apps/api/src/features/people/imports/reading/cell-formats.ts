import { scanXml } from './xml-scan.ts';

/** How a workbook shows its numbers, as far as it changes what they mean: as a day, or with noughts in front. */

/** `day`, the digits a number is filled up to, or null: as it stands. */
export type CellFormat = 'day' | number | null;

/** Formats every workbook has without naming them (ECMA-376, 18.8.30, with the additions of East Asian versions). */
const BUILT_IN_DAYS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const DAY_MS = 86_400_000;

/** The format of each style, by its place in the list of styles. */
export async function readFormats(styles: AsyncIterable<Buffer> | undefined): Promise<CellFormat[]> {
  const codes = new Map<number, string>();
  const formats: CellFormat[] = [];
  let inCells = false;
  if (!styles) return formats;
  await scanXml(styles, {
    open(name, attribute) {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(attribute('numFmtId') ?? 0);
      formats.push(BUILT_IN_DAYS.has(id) ? 'day' : formatOf(codes.get(id) ?? ''));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}

function formatOf(code: string): CellFormat {
  if (/^0{2,20}$/.test(code)) return code.length;
  // Words in quotes, escaped signs, colours and conditions say nothing of days; a length of time in brackets is none.
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase();
  return /[yd]|m{3}/.test(bare) ? 'day' : null;
}

/** A number as the sheet means it: `2024-03-01` for a day, `00042` for a number that is filled up, else its digits. */
export function shownAs(value: string, format: CellFormat, from1904: boolean): string {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return value;
  if (format === 'day' && number >= 0 && number < 2_958_466) return dayOf(number, from1904);
  if (typeof format === 'number' && Number.isInteger(number)) return value.padStart(format, '0');
  // A number of many digits is kept as written; arithmetic's last digit is not.
  return /^-?\d+$/.test(value) ? value : String(Number(number.toPrecision(15)));
}

/** Days since the last day of 1899, counting a 29 February 1900 that never was; or since 1 January 1904. */
function dayOf(serial: number, from1904: boolean): string {
  const shift = from1904 ? 24_107 : serial < 60 ? 25_568 : 25_569;
  const at = new Date(Math.round((serial - shift) * 86_400) * 1000);
  const text = at.toISOString();
  return at.getTime() % DAY_MS === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}
