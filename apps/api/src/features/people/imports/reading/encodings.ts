import type { importEncodings } from '@ithaca/contracts/imports';
import iconv from 'iconv-lite';

/** In which encoding text was written that does not say so. Pure. */

export type Encoding = (typeof importEncodings)[number];

/** Encodings of one byte a sign; of two that read the same, the earlier is meant. */
const ONE_BYTE = ['windows-1252', 'iso-8859-15', 'macintosh', 'iso-8859-1'] as const;
/** Letters with marks that Western European languages are full of. */
const USUAL = /[äöüßéèêëàâçîïôûùœæñóíáúãõåøÄÖÜÉÈÀÇÑÅØÓÍÁÚŒ]/;
const SAMPLE = 256 * 1024;

/** By its mark, else UTF-8 where it is valid, else by what makes words of the bytes. */
export function guessEncoding(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const wide = guessWide(bytes);
  if (wide) return wide;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return guessOneByte(bytes);
  }
}

/** The text; a mark at its beginning is no part of it. */
export function decodeAs(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'utf-8') return new TextDecoder('utf-8').decode(bytes);
  return iconv.decode(bytes, encoding);
}

/** Two bytes a sign without a mark: nearly every other byte of Western text is nought. */
function guessWide(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 4096);
  if (sample.length < 8) return null;
  let even = 0;
  let odd = 0;
  for (const [place, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (place % 2 === 0) even += 1;
    else odd += 1;
  }
  const half = sample.length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.1) return 'utf-16be';
  return null;
}

function guessOneByte(bytes: Buffer): Encoding {
  const spots = highSpots(bytes);
  const scored = ['utf-8' as const, ...ONE_BYTE].map((encoding) => ({
    encoding,
    score: spots.reduce((sum, spot) => sum + scoreOf(decodeAs(spot, encoding)), 0),
  }));
  const [best] = scored.toSorted((a, b) => b.score - a.score);
  // Broken UTF-8 wins only where it is nearly whole; of the others a tie goes to the first.
  return best?.encoding ?? 'windows-1252';
}

/** The neighbourhoods of bytes that are not ASCII, at most a few thousand of them. */
function highSpots(bytes: Buffer): Buffer[] {
  const spots: Buffer[] = [];
  for (let at = 0; at < Math.min(bytes.length, SAMPLE * 16) && spots.length < 4000; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    let end = at;
    while ((bytes[end] ?? 0) >= 0x80 && end - at < 8) end += 1;
    spots.push(bytes.subarray(Math.max(0, at - 1), end + 1));
    at = end;
  }
  return spots;
}

/** How much a few signs look like part of a word. */
function scoreOf(spot: string): number {
  let score = 0;
  for (const [place, sign] of [...spot].entries()) {
    if (sign.codePointAt(0)! < 0x80) continue;
    const besideLetter = /\p{L}/u.test(spot[place - 1] ?? '') || /\p{L}/u.test(spot[place + 1] ?? '');
    if (sign === '\ufffd' || /\p{Cc}/u.test(sign)) score -= 6;
    else if (USUAL.test(sign)) score += 2;
    else if (/\p{L}/u.test(sign)) score += 0.2;
    else if (sign === '€' || /[–—‘’“”„…\u00a0«»]/.test(sign)) score += besideLetter && sign === '€' ? 0 : 0.5;
    else score -= besideLetter ? 2 : 0.5;
  }
  return score;
}
