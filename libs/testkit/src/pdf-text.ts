import { inflateSync } from 'node:zlib';

/**
 * The words that are drawn on a sheet, in the order of drawing, without any white space: glyphs are read back by the table
 * that a reader copies text with. For sheets as the product writes them, not for any PDF.
 */
export function textOfPdf(bytes: Buffer): string {
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
  let words = '';
  for (const id of objects.keys()) {
    const drawn = streamOf(id);
    if (!/ Tf\b/.test(drawn)) continue;
    let font = new Map<number, string>();
    for (const [token, name, line] of drawn.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name !== undefined) font = fonts.get(name) ?? font;
      else if (token)
        for (const [, hex = ''] of (line ?? '').matchAll(/<([0-9a-f]+)>/gi))
          for (const code of hex.match(/.{4}/g) ?? []) words += font.get(Number.parseInt(code, 16)) ?? '';
    }
  }
  return words.replaceAll(/\s/g, '');
}

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
