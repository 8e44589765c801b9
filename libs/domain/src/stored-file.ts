/** A kind of file that people may give to one another: what its content says it is, and the ending its name gets. */
interface FileKind {
  mediaType: string;
  ending: string;
}

/**
 * What may be uploaded, told by content and never by name. Nothing here runs in a browser: no HTML, no SVG, no macros, no
 * archives that hide what they hold.
 */
export const fileKinds = [
  { mediaType: 'application/pdf', ending: 'pdf' },
  { mediaType: 'image/png', ending: 'png' },
  { mediaType: 'image/jpeg', ending: 'jpg' },
  { mediaType: 'image/webp', ending: 'webp' },
  { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ending: 'docx' },
  { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx' },
  { mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', ending: 'pptx' },
  { mediaType: 'application/vnd.oasis.opendocument.text', ending: 'odt' },
  { mediaType: 'application/vnd.oasis.opendocument.spreadsheet', ending: 'ods' },
  { mediaType: 'application/vnd.oasis.opendocument.presentation', ending: 'odp' },
  // Text has no mark of its own: it is told by its ending, and by holding nothing but text.
  { mediaType: 'text/plain', ending: 'txt' },
  { mediaType: 'text/markdown', ending: 'md' },
  { mediaType: 'text/csv', ending: 'csv' },
] as const satisfies readonly FileKind[];

/** Every ending that is taken, for choosing files; `.jpeg` is another spelling of `.jpg`. */
export const fileEndings: readonly string[] = [...fileKinds.map(({ ending }) => ending), 'jpeg'];

/** Whether a page may show it as a picture; everything else is only ever saved. */
export const isPicture = (mediaType: string): boolean => mediaType.startsWith('image/');

/** The ending of a name in lower case, without the dot; empty when it has none. */
export function endingOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

const MOST_CHARACTERS = 120;

/**
 * A name that any system can save and nobody can be misled by: no folders, no control or direction characters, no leading
 * dot, and the ending of what the file really is (`invoice.exe` that is a PDF becomes `invoice.exe.pdf`).
 */
export function cleanFileName(name: string, ending: string): string {
  const base = name
    .toWellFormed()
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  const found = endingOf(base ?? '');
  const isTrue = found === ending || (ending === 'jpg' && found === 'jpeg');
  const stem = isTrue ? (base ?? '').slice(0, -found.length - 1) : (base ?? '');
  const kept = [...stem].slice(0, MOST_CHARACTERS).join('').trim();
  // Names that one system keeps for its devices.
  const safe = kept === '' || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(kept) ? `file ${kept}`.trim() : kept;
  return `${safe}.${isTrue ? found : ending}`;
}
