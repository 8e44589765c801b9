/** Writing of RFC 5545 text: one content line per entry, escaped and folded at the end. */
const MOST_OCTETS = 75;

/** A component of content lines. */
export function component(name: string, lines: readonly string[]): string[] {
  return [`BEGIN:${name}`, ...lines, `END:${name}`];
}

/** A value of type TEXT. */
export function text(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n');
}

/** A parameter's value, quoted; quotes and breaks cannot be written in one (RFC 6868 aside) and become an apostrophe or a space. */
export function parameter(value: string): string {
  return `"${value.replaceAll('"', '’').replaceAll(/\p{Cc}/gu, ' ')}"`;
}

/** An instant in UTC, `20260302T130000Z`. */
export function utc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** The file: lines end with CR LF and none is longer than 75 octets; a character is never cut. */
export function fold(lines: readonly string[]): string {
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

function foldLine(line: string): string {
  if (Buffer.byteLength(line) <= MOST_OCTETS) return line;
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    // A continuation begins with a blank, which counts.
    if (octets + size > MOST_OCTETS - (parts.length > 0 ? 1 : 0)) {
      parts.push(part);
      part = '';
      octets = 0;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}
