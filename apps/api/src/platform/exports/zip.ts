import { finished } from 'node:stream/promises';
import { createDeflateRaw, crc32 } from 'node:zlib';

export interface ZipEntry {
  /** With `/` between folders. */
  name: string;
  /** Read once, when its turn comes, and never held whole. */
  content: AsyncIterable<Buffer> | readonly Buffer[];
  /** Of a kind that is packed already: it is taken as it is. */
  isPacked?: boolean;
}

/** UTF-8 names, and sizes that follow the content: they are not known before. */
const FLAGS = 0x0808;
const DEFLATED = 8;
const [NEEDS, NEEDS_ZIP64] = [20, 45];
const MOST_32 = 0xffff_ffff;
const MOST_16 = 0xffff;

/** A time as a ZIP knows it: two-second steps since 1980, in UTC here. */
const dosTime = (at: Date) => ({
  time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  day: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
});

/**
 * The entries as the pieces of a ZIP file (APPNOTE 6.3; its ZIP64 forms only where an archive passes 4 GB or 65,535 entries),
 * one after the other: of an entry no more than a piece is held. A single entry stays below 4 GB.
 */
export async function* writeZip(entries: AsyncIterable<ZipEntry>, at: Date): AsyncGenerator<Buffer> {
  const { time, day } = dosTime(at);
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const { name, content, isPacked = false } of entries) {
    const path = Buffer.from(name, 'utf8');
    const begins = offset;
    const sizes = { check: 0, packed: 0, whole: 0 };
    const head = (needs: number) =>
      fields([2, needs], [2, FLAGS], [2, DEFLATED], [2, time], [2, day], ...sizesOf(sizes), [2, path.length]);
    const local = Buffer.concat([mark('\u0003\u0004'), head(NEEDS), fields([2, 0]), path]);
    offset += local.length;
    yield local;
    for await (const piece of deflated(content, sizes, isPacked ? 0 : undefined)) {
      offset += piece.length;
      yield piece;
    }
    if (Math.max(sizes.whole, sizes.packed) >= MOST_32) throw new Error(`${name} is too large for a ZIP.`);
    const after = Buffer.concat([mark('\u0007\u0008'), fields(...sizesOf(sizes))]);
    offset += after.length;
    yield after;
    const isFar = begins >= MOST_32;
    const extra = isFar ? fields([2, 1], [2, 8], [8, begins]) : Buffer.alloc(0);
    directory.push(
      Buffer.concat([
        mark('\u0001\u0002'),
        fields([2, NEEDS]),
        head(isFar ? NEEDS_ZIP64 : NEEDS),
        fields([2, extra.length], [8, 0], [2, 0], [4, Math.min(begins, MOST_32)]),
        path,
        extra,
      ]),
    );
  }
  yield endOf(directory, offset);
}

function endOf(directory: readonly Buffer[], offset: number): Buffer {
  const index = Buffer.concat(directory);
  const count = directory.length;
  const isLarge = count >= MOST_16 || offset >= MOST_32;
  const large = [
    mark('\u0006\u0006'),
    fields(
      [8, 44],
      [2, NEEDS_ZIP64],
      [2, NEEDS_ZIP64],
      [8, 0],
      [8, count],
      [8, count],
      [8, index.length],
      [8, offset],
    ),
    mark('\u0006\u0007'),
    fields([4, 0], [8, offset + index.length], [4, 1]),
  ];
  const [few, near] = [Math.min(count, MOST_16), Math.min(offset, MOST_32)];
  return Buffer.concat([
    index,
    ...(isLarge ? large : []),
    mark('\u0005\u0006'),
    fields([4, 0], [2, few], [2, few], [4, index.length], [4, near], [2, 0]),
  ]);
}

/** The content packed, piece by piece; counts it in `sizes`. The next piece is asked for only when the last is done with. */
async function* deflated(
  content: ZipEntry['content'],
  sizes: { check: number; packed: number; whole: number },
  level: 0 | undefined,
): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ chunkSize: 65_536, level });
  let packed: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => packed.push(piece));
  const take = () => {
    const taken = packed;
    packed = [];
    for (const { length } of taken) sizes.packed += length;
    return taken;
  };
  try {
    for await (const piece of content) {
      sizes.check = crc32(piece, sizes.check);
      sizes.whole += piece.length;
      await new Promise<void>((done, fail) => {
        deflate.write(piece, (error) => (error ? fail(error) : done()));
      });
      yield* take();
    }
    deflate.end();
    await finished(deflate);
    yield* take();
  } finally {
    deflate.destroy();
  }
}

const mark = (name: string) => Buffer.from(`PK${name}`, 'latin1');

const sizesOf = ({ check, packed, whole }: { check: number; packed: number; whole: number }) =>
  [
    [4, check],
    [4, packed],
    [4, whole],
  ] as const;

/** Numbers of 2, 4 or 8 bytes, the lowest byte first. */
function fields(...numbers: readonly (readonly [2 | 4 | 8, number])[]): Buffer {
  const bytes = Buffer.alloc(numbers.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, number] of numbers) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(number), at);
    else bytes.writeUIntLE(number, at, width);
    at += width;
  }
  return bytes;
}
