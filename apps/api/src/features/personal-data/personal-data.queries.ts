import { inertText } from '@ithaca/domain/spreadsheet-text';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../platform/database/database.ts';
import type { ArchiveSource } from '../../platform/exports/exports.ts';
import type { ZipEntry } from '../../platform/exports/zip.ts';
import type { Files } from '../../platform/files/files.ts';
import type { Keyring } from '../../platform/keyring/keyring.ts';
import type { Sealed } from '../../platform/keyring/keyring.ts';
import { noteAbout } from '../../platform/keyring/seal-notes.ts';
import { words } from '../../platform/mail/words.ts';
import { fieldOf, givenViews, leftOut } from './catalogue.ts';
import type { View } from './entry.ts';

interface Reader {
  organisationId: string;
  personId: string;
}

type Row = Record<string, unknown>;

interface Stores {
  db: Database;
  keyring: Keyring;
  files: Files;
}

/** Everything that somebody wrote or that is about them, as one file: a readable word, all as JSON, each list as CSV, each file that was uploaded. */
export const personalData = (stores: Stores): ArchiveSource => ({
  list: 'my-data',
  title: { en: 'My data', de: 'Meine Daten', ar: 'بياناتي' },
  permission: 'member.act',
  entries: (reader, locale, at) => entriesOf(stores, reader, locale, at),
});

/** No more than one list, or a piece of one file, is held at a time. */
async function* entriesOf(
  stores: Stores,
  reader: Reader,
  locale: Locale,
  at: Date,
): AsyncGenerator<ZipEntry> {
  yield { name: 'README.txt', content: [Buffer.from(`${words(locale)('my-data.readme')}\n`)] };
  yield { name: 'data.json', content: asJson(stores, reader, at) };
  for (const view of givenViews()) {
    const { as, gives, opens, files } = view;
    const columns = [
      ...gives.split(' ').map(fieldOf),
      ...(opens ? ['body'] : []),
      ...(files ? ['savedAs'] : []),
    ];
    const rows = await readView(stores, reader, view);
    yield { name: `csv/${as}.csv`, content: [csvOf(columns, rows)] };
    if (files)
      for (const { id, savedAs, mediaType } of rows)
        yield {
          name: String(savedAs),
          content: stores.files.pieces(reader.organisationId, String(id)),
          // Documents and pictures are.
          isPacked: !String(mediaType).startsWith('text/'),
        };
  }
}

async function* asJson(stores: Stores, reader: Reader, at: Date): AsyncGenerator<Buffer> {
  yield Buffer.from(`{\n  "madeAt": ${JSON.stringify(at)},\n  "lists": {`);
  let before = '';
  for (const view of givenViews()) {
    const rows = await readView(stores, reader, view);
    yield Buffer.from(`${before}\n    ${JSON.stringify(view.as)}: ${indented(rows, 4)}`);
    before = ',';
  }
  yield Buffer.from(`\n  },\n  "leftOut": ${indented(leftOut(), 2)}\n}\n`);
}

const indented = (value: unknown, spaces: number) =>
  JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(spaces)}`);

/** The rows of one list that are of the reader. The reader's own policies hold: a private note opens for its author alone. */
async function readView(
  { db, keyring }: Stores,
  { organisationId, personId }: Reader,
  { as, table, of, gives, opens, files }: View & { table: string },
): Promise<Row[]> {
  const columns = [...gives.split(' '), ...(opens ? ['sealed', 'key_number'] : [])];
  const rows = await db.query<Row>(
    `select ${columns.map((column) => `r.${column} as "${fieldOf(column)}"`).join(', ')} from ${table} r
     where r.organisation_id = $1 and $2::uuid is not null and (${of}) order by ${columns.map((_, at) => at + 1).join(', ')}`,
    [organisationId, personId],
  );
  // By number and name: two files may be called the same.
  if (files)
    return rows.map((row, at) => ({
      ...row,
      savedAs: `${as}/${String(at + 1).padStart(3, '0')} ${String(row['name'])}`,
    }));
  if (!opens) return rows;
  return Promise.all(
    rows.map(async ({ sealed, keyNumber, ...row }) => {
      const place = { pairingId: String(row['pairingId']), meetingId: row['meetingId'] as string | null };
      const about = noteAbout({ authorId: personId, ...place });
      return { ...row, body: await keyring.unseal(organisationId, { sealed, keyNumber } as Sealed, about) };
    }),
  );
}

const written = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : value instanceof Date
      ? value.toISOString()
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** RFC 4180 in UTF-8 with its mark; nothing in it runs as a formula. */
const csvOf = (columns: readonly string[], rows: readonly Row[]): Buffer =>
  Buffer.from(
    `\ufeff${[columns, ...rows.map((row) => columns.map((column) => inertText(written(row[column]))))]
      .map((cells) => `${cells.map(quoted).join(',')}\r\n`)
      .join('')}`,
  );
