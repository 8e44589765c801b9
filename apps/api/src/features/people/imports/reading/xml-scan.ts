import { StringDecoder } from 'node:string_decoder';

import { Refusal } from '@ithaca/domain/refusal';

/** Just enough XML for the parts of a workbook: elements, attributes and text. No document types, no entities of its own. */

interface XmlListener {
  open(name: string, attribute: (name: string) => string | undefined): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** A tag longer than this is none that a workbook has. */
const LONGEST_TAG = 256 * 1024;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Tells its listener of elements (their names without prefix) and text, however the bytes are cut into pieces. */
export class XmlScanner {
  readonly #decoder = new StringDecoder('utf8');
  readonly #listener: XmlListener;
  #rest = '';

  constructor(listener: XmlListener) {
    this.#listener = listener;
  }

  feed(piece: Buffer): void {
    this.#rest = scan(this.#rest + this.#decoder.write(piece), this.#listener);
    if (this.#rest.length > LONGEST_TAG) throw new Refusal('import.broken-workbook');
  }
}

/** Scans a whole part of a workbook. */
export async function scanXml(pieces: AsyncIterable<Buffer>, listener: XmlListener): Promise<void> {
  const scanner = new XmlScanner(listener);
  for await (const piece of pieces) scanner.feed(piece);
}

/** Scans what is whole and answers what is not: a tag that has begun. Text before it may come in several pieces. */
function scan(xml: string, listener: XmlListener): string {
  let at = 0;
  while (at < xml.length) {
    const tag = xml.indexOf('<', at);
    if (tag !== at) {
      const until = tag === -1 ? xml.length : tag;
      // An entity may be cut in two.
      const cut = tag === -1 ? xml.lastIndexOf('&') : -1;
      const last = cut > at && until - cut < 12 ? cut : until;
      if (last > at) listener.text?.(decodeEntities(xml.slice(at, last)));
      if (tag === -1) return xml.slice(last);
    }
    if (xml.startsWith('<!--', tag)) {
      const end = xml.indexOf('-->', tag);
      if (end === -1) return xml.slice(tag);
      at = end + 3;
      continue;
    }
    if (xml.startsWith('<![CDATA[', tag)) {
      const end = xml.indexOf(']]>', tag);
      if (end === -1) return xml.slice(tag);
      listener.text?.(xml.slice(tag + 9, end));
      at = end + 3;
      continue;
    }
    const end = endOfTag(xml, tag);
    if (end === -1) return xml.slice(tag);
    if (xml.startsWith('<!DOCTYPE', tag)) throw new Refusal('import.broken-workbook');
    if (xml[tag + 1] !== '?' && xml[tag + 1] !== '!') tell(xml.slice(tag + 1, end), listener);
    at = end + 1;
  }
  return '';
}

/** Where the tag ends; a `>` within an attribute's quotes is part of it. */
function endOfTag(xml: string, from: number): number {
  let end = xml.indexOf('>', from);
  for (; end !== -1; end = xml.indexOf('>', end + 1)) {
    let quotes = 0;
    for (let at = xml.indexOf('"', from); at !== -1 && at < end; at = xml.indexOf('"', at + 1)) quotes += 1;
    if (quotes % 2 === 0) return end;
  }
  return -1;
}

function tell(tag: string, listener: XmlListener): void {
  if (tag.startsWith('/')) {
    listener.close?.(localName(tag.slice(1).trimEnd()));
    return;
  }
  const isEmpty = tag.endsWith('/');
  const inner = isEmpty ? tag.slice(0, -1) : tag;
  const blank = inner.search(/\s/);
  const name = localName(blank === -1 ? inner : inner.slice(0, blank));
  const attributes = blank === -1 ? '' : inner.slice(blank);
  listener.open(name, (wanted) => {
    const match = patternOf(wanted).exec(attributes);
    return match ? decodeEntities(match[1] ?? match[2] ?? '') : undefined;
  });
  if (isEmpty) listener.close?.(name);
}

const patterns = new Map<string, RegExp>();
function patternOf(attribute: string): RegExp {
  const known = patterns.get(attribute);
  if (known) return known;
  const pattern = new RegExp(`\\s(?:\\w+:)?${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  patterns.set(attribute, pattern);
  return pattern;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[String(name)] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}
