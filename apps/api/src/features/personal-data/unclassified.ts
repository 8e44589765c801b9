import { catalogue } from './catalogue.ts';

const always = ['organisation_id', 'version'];

/** What is wrong with the catalogue against the tables of a database: one sentence for each table or column that is not classified, or is no more. */
export function findUnclassified(tables: ReadonlyMap<string, readonly string[]>): string[] {
  const faults: string[] = [];
  for (const [table, columns] of tables) {
    const entry = catalogue[table];
    if (entry === undefined) faults.push(`${table} is in no class: say what of it is given to whom it is of`);
    else if (typeof entry !== 'string') {
      const named = new Set([
        ...always,
        ...entry.views.flatMap(({ gives }) => gives.split(' ')),
        ...(entry.leaves?.split(' ') ?? []),
      ]);
      for (const column of columns)
        if (!named.has(column)) faults.push(`${table}.${column} is neither given nor left out`);
      for (const column of named)
        if (!columns.includes(column) && !always.includes(column)) faults.push(`${table} has no ${column}`);
    }
  }
  for (const table of Object.keys(catalogue))
    if (!tables.has(table)) faults.push(`there is no table ${table}`);
  return faults;
}
