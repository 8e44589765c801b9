import { createInflateRaw } from 'node:zlib';

import { Refusal } from '@ithaca/domain/refusal';

/** The entries of a zip archive held in memory. Nothing is unpacked but what is asked for, and that only piece by piece. */

export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  packed: Buffer;
}

/** How much an archive may still unpack to, over all its entries; shared, so that many small bombs count as one. */
export interface UnpackLimit {
  bytes: number;
}

const MOST_ENTRIES = 5000;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const IN_EXTRA = 0xffffffff;
/** The end record is 22 bytes, and may be followed by a comment of 64 kB. */
const LONGEST_END = 22 + 0xffff;

const broken = () => new Refusal('import.broken-workbook');

/** Every entry by its name, from the archive's own directory. Refuses `import.broken-workbook`. */
export function listZipEntries(bytes: Buffer): Map<string, ZipEntry> {
  try {
    return readDirectory(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw broken();
    throw error;
  }
}

function readDirectory(bytes: Buffer): Map<string, ZipEntry> {
  let end = bytes.length - 22;
  const earliest = Math.max(0, bytes.length - LONGEST_END);
  while (end >= earliest && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < earliest) throw broken();
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw new Refusal('import.unpacks-too-large', { entries: count });
  const entries = new Map<string, ZipEntry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n += 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw broken();
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    const { packedSize, start } = placeOf(bytes, at, nameLength, extraLength);
    if (bytes.readUInt32LE(start) !== LOCAL) throw broken();
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    if (from + packedSize > bytes.length) throw broken();
    entries.set(name, {
      name,
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.subarray(from, from + packedSize),
    });
    at += 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** Some writers put sizes and places in 64 bits beside the directory even where 32 would do. */
function placeOf(bytes: Buffer, at: number, nameLength: number, extraLength: number) {
  let packedSize = bytes.readUInt32LE(at + 20);
  let start = bytes.readUInt32LE(at + 42);
  const unpacksTo = bytes.readUInt32LE(at + 24);
  const last = at + 46 + nameLength + extraLength;
  for (let extra = at + 46 + nameLength; extra + 4 <= last;) {
    const size = bytes.readUInt16LE(extra + 2);
    if (bytes.readUInt16LE(extra) === 1) {
      let field = extra + 4;
      if (unpacksTo === IN_EXTRA) field += 8;
      if (packedSize === IN_EXTRA) {
        packedSize = Number(bytes.readBigUInt64LE(field));
        field += 8;
      }
      if (start === IN_EXTRA) start = Number(bytes.readBigUInt64LE(field));
    }
    extra += 4 + size;
  }
  return { packedSize, start };
}

/** The content of an entry, piece by piece. Refuses `import.unpacks-too-large` as soon as the limit is used up. */
export async function* unpack(entry: ZipEntry, limit: UnpackLimit): AsyncGenerator<Buffer> {
  const take = (piece: Buffer) => {
    limit.bytes -= piece.length;
    if (limit.bytes < 0) throw new Refusal('import.unpacks-too-large');
    return piece;
  };
  if (entry.method === 0) {
    yield take(entry.packed);
    return;
  }
  if (entry.method !== 8) throw broken();
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
  inflate.end(entry.packed);
  try {
    for await (const piece of inflate) yield take(piece as Buffer);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw broken();
  }
}
