import { inflateSync } from 'node:zlib';

/** The words that are drawn on a sheet, in the order of drawing, without any white space. */
export const textOfPdf = (bytes: Buffer): string => piecesOfPdf(bytes).join('').replaceAll(/\s/g, '');

/**
 * What is drawn on a sheet at a time, in the order of drawing: glyphs are read back by the table that a reader copies text
 * with. For sheets as the product writes them, not for any PDF.
 */
export function piecesOfPdf(bytes: Buffer): string[] {
  const raw = bytes.toString('latin1');
  const objects = new Map<string, string>();
  for (const [, id = '', body = ''] of raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    objects.set(id, body);
  const streamOf = (id: string): string => {
    const body = objects.get(id) ?? '';
    const start = body.indexOf('stream\n');
    if (start < 0) return '';
    const packed = Buffer.from(body.slice(start + 7, body.lastIndexOf('\nendstream')), 'latin1');
    return body.includes('/FlateDecode') ? inflateSync(packed).toString('latin1') : packed.toString('latin1');
  };
  const fonts = new Map<string, Map<number, string>>();
  for (const body of objects.values())
    for (const [, name = '', id = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1];
      if (table) fonts.set(name, glyphsOf(streamOf(table)));
    }
  const pieces: string[] = [];
  for (const id of objects.keys()) {
    const drawn = streamOf(id);
    if (!/ Tf\b/.test(drawn)) continue;
    let font = new Map<number, string>();
    let [size, x, y] = [0, 0, 0];
    let last = { x: 0, y: 0, isOne: false };
    for (const [, left, up, name, tall, line] of drawn.matchAll(
      /1 0 0 1 ([\d.]+) ([\d.]+) Tm|\/(F\d+) ([\d.]+) Tf|\[([^\]]*)\] TJ/g,
    ))
      if (left !== undefined) [x, y] = [Number(left), Number(up)];
      else if (name !== undefined) {
        font = fonts.get(name) ?? font;
        size = Number(tall);
      } else {
        const piece = drawnWith(font, line ?? '');
        const isOne = [...piece].length === 1;
        // Arabic digits are drawn one by one: those of one number stand close to one another on one line.
        const isNext = isOne && last.isOne && y === last.y && x > last.x && x - last.x < size;
        pieces.push(isNext ? `${pieces.pop()}${piece}` : piece);
        last = { x, y, isOne };
      }
  }
  return pieces;
}

const drawnWith = (font: ReadonlyMap<number, string>, line: string): string =>
  [...line.matchAll(/<([0-9a-f]+)>/gi)]
    .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    .map((code) => font.get(Number.parseInt(code, 16)) ?? '')
    .join('');

/** Glyph by number, from ranges that list their characters one by one. */
function glyphsOf(table: string): Map<number, string> {
  const glyphs = new Map<number, string>();
  for (const [, from = '0', list = ''] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi))
    for (const [at, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]+)>/gi)].entries()) {
      const units = (hex.match(/[0-9a-f]{4}/gi) ?? []).map((unit) => Number.parseInt(unit, 16));
      glyphs.set(Number.parseInt(from, 16) + at, String.fromCharCode(...units));
    }
  return glyphs;
}
