import { inertText } from '@ithaca/domain/spreadsheet-text';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../platform/database/database.ts';
import type { ArchiveSource } from '../../platform/exports/exports.ts';
import type { ZipEntry } from '../../platform/exports/zip.ts';
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

/** Everything that somebody wrote or that is about them, as one file: a readable word, all as JSON, each list as CSV. */
export const personalData = (db: Database, keyring: Keyring): ArchiveSource => ({
  list: 'my-data',
  title: { en: 'My data', de: 'Meine Daten', ar: 'بياناتي' },
  permission: 'member.act',
  entries: (reader, locale, at) => entriesOf(db, keyring, reader, locale, at),
});

async function* entriesOf(
  db: Database,
  keyring: Keyring,
  reader: Reader,
  locale: Locale,
  at: Date,
): AsyncGenerator<ZipEntry> {
  const lists: Record<string, Row[]> = {};
  for (const view of givenViews()) lists[view.as] = await readView(db, keyring, reader, view);
  yield { name: 'README.txt', bytes: Buffer.from(`${words(locale)('my-data.readme')}\n`) };
  const whole = { madeAt: at.toISOString(), lists, leftOut: leftOut() };
  yield { name: 'data.json', bytes: Buffer.from(`${JSON.stringify(whole, null, 2)}\n`) };
  for (const { as, gives, opens } of givenViews()) {
    const columns = [...gives.split(' ').map(fieldOf), ...(opens ? ['body'] : [])];
    yield { name: `csv/${as}.csv`, bytes: csvOf(columns, lists[as] ?? []) };
  }
}

/** The rows of one list that are of the reader. The reader's own policies hold: a private note opens for its author alone. */
async function readView(
  db: Database,
  keyring: Keyring,
  { organisationId, personId }: Reader,
  { table, of, gives, opens }: View & { table: string },
): Promise<Row[]> {
  const columns = [...gives.split(' '), ...(opens ? ['sealed', 'key_number'] : [])];
  const rows = await db.query<Row>(
    `select ${columns.map((column) => `r.${column} as "${fieldOf(column)}"`).join(', ')} from ${table} r
     where r.organisation_id = $1 and $2::uuid is not null and (${of}) order by ${columns.map((_, at) => at + 1).join(', ')}`,
    [organisationId, personId],
  );
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
