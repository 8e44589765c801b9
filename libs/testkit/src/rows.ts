/** Runs one statement; the caller decides as which role and in which transaction. */
export type Execute = (sql: string, parameters: readonly unknown[]) => Promise<{ rows: unknown[] }>;

type Row = Readonly<Record<string, unknown>>;

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
/** PostgreSQL takes 65,535 parameters a statement. */
const MOST_PARAMETERS = 30_000;

/** Inserts plain records (camelCase keys become columns; objects become JSON) in as few statements as possible. All rows share the keys of the first. */
export async function insertRows(execute: Execute, table: string, rows: readonly Row[]): Promise<void> {
  const keys = Object.keys(rows[0] ?? {});
  const perStatement = Math.max(1, Math.floor(MOST_PARAMETERS / Math.max(1, keys.length)));
  for (let start = 0; start < rows.length; start += perStatement) {
    const slice = rows.slice(start, start + perStatement);
    const parameters = slice.flatMap((row) => keys.map((key) => asParameter(row[key])));
    const values = slice
      .map((_, index) => `(${keys.map((_key, column) => `$${index * keys.length + column + 1}`).join(', ')})`)
      .join(', ');
    await execute(`insert into ${table} (${keys.map(snake).join(', ')}) values ${values}`, parameters);
  }
}

function asParameter(value: unknown): unknown {
  if (value === undefined) return null;
  const isJson =
    value !== null && typeof value === 'object' && !(value instanceof Date) && !isPlainList(value);
  return isJson ? JSON.stringify(value) : value;
}

/** Lists of strings or numbers are PostgreSQL arrays; lists of records are JSON. */
const isPlainList = (value: object) =>
  Array.isArray(value) && value.every((item) => typeof item !== 'object') && value.length >= 0;
