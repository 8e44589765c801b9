/** What a spreadsheet takes for the start of a formula, in plain and in full-width characters. */
const FORMULA_START = /^[=+\-@\t\r\0＝＋－＠]/;
const PLAIN_NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** Text for a cell of a CSV file that no spreadsheet runs: an apostrophe stands before what would start a formula. */
export function inertText(text: string): string {
  const startsOwn = text.startsWith("'") && FORMULA_START.test(text.slice(1));
  return (FORMULA_START.test(text) && !PLAIN_NUMBER.test(text)) || startsOwn ? `'${text}` : text;
}

/** The text as it was before `inertText`; anything else stays as it is. */
export function writtenText(cell: string): string {
  if (!cell.startsWith("'")) return cell;
  const rest = cell.slice(1);
  return inertText(rest) === cell ? rest : cell;
}
