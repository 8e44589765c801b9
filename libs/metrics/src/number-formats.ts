/**
 * Numbers and shares (0..1) as a language and region writes them, e.g. "1,250" and "83%" for 'en-GB'. Screen and paper
 * take them from here, so that a number looks the same on both. Throws RangeError on a tag that is none.
 */
export function numberFormats(tag: string) {
  const number = (value: number, options?: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(tag, options).format(value);
  const percent = (share: number, digits = 0): string =>
    number(share, { style: 'percent', maximumFractionDigits: digits });
  return { number, percent };
}
