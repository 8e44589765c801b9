/** The numbers behind a picture: headings, and rows that begin with what they are of. */
export type ChartTable = { headers: readonly string[]; rows: readonly (readonly string[])[] };

/** What is said of each point, row by row ("Week: 3 Aug. Held: 12. Planned: 14") or cell by cell ("Goals, Open: 3"): by keys on a screen, as a picture's words on paper. */
export function readingsOf({ headers, rows }: ChartTable, points: 'rows' | 'cells' = 'rows'): string[] {
  const [first, ...rest] = headers;
  return rows.flatMap(([name, ...values]) => {
    const said = rest.map((header, index) => `${header}: ${values[index] ?? ''}`);
    return points === 'cells'
      ? said.map((one) => `${name}, ${one}`)
      : [`${first}: ${name}. ${said.join('. ')}`];
  });
}
