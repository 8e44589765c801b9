import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { useState } from 'react';
import { render } from '../testing/render.tsx';
import { DataTable } from './data-table.tsx';
import type { Column, Sort } from './table-columns.ts';

type Boat = { id: string; name: string; crew: number | null };
const boats: Boat[] = [
  { id: 'argo', name: 'Argo', crew: 50 },
  { id: 'alba', name: 'Älba', crew: null },
  { id: 'zora', name: 'Zora', crew: 8 },
];
const columns: Column<Boat>[] = [
  { id: 'name', header: 'Name', sortValue: (boat) => boat.name, cell: (boat) => boat.name },
  {
    id: 'crew',
    header: 'Crew',
    align: 'end',
    sortValue: (boat) => boat.crew,
    cell: (boat) => boat.crew ?? '–',
  },
  { id: 'note', header: 'Note', cell: () => 'seaworthy' },
];

function Fleet({ isSelectable = false, hidden = [] }: { isSelectable?: boolean; hidden?: string[] }) {
  const [sort, setSort] = useState<Sort>({ by: 'name', direction: 'asc' });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <DataTable
      label="Boats"
      columns={columns}
      rows={boats}
      rowId={(boat) => boat.id}
      rowLabel={(boat) => boat.name}
      rowHref={(boat) => `/boats/${boat.id}`}
      sort={sort}
      onSortChange={setSort}
      hiddenColumns={hidden}
      {...(isSelectable && { selected, onSelectedChange: setSelected })}
    />
  );
}

const names = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent);

describe('a data table', () => {
  it('sorts words as the language does and says how', async () => {
    const { user } = render(<Fleet />);
    expect(names()).toEqual(['Älba', 'Argo', 'Zora']);
    const header = screen.getByRole('columnheader', { name: 'Name' });
    expect(header.getAttribute('aria-sort')).toBe('ascending');
    await user.click(within(header).getByRole('button'));
    expect(names()).toEqual(['Zora', 'Argo', 'Älba']);
    expect(header.getAttribute('aria-sort')).toBe('descending');
  });

  it('keeps what has no value last in both directions', async () => {
    const { user } = render(<Fleet />);
    const crew = screen.getByRole('button', { name: 'Crew' });
    await user.click(crew);
    expect(names()).toEqual(['Zora', 'Argo', 'Älba']);
    await user.click(crew);
    expect(names()).toEqual(['Argo', 'Zora', 'Älba']);
  });

  it('offers no sorting where a column has no order', () => {
    render(<Fleet />);
    const note = screen.getByRole('columnheader', { name: 'Note' });
    expect(within(note).queryByRole('button')).toBeNull();
    expect(note.getAttribute('aria-sort')).toBeNull();
  });

  it('selects one row, a range with Shift, and all', async () => {
    const { user } = render(<Fleet isSelectable />);
    const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name });
    await user.click(box('Select Älba'));
    expect(box('Select all rows').indeterminate).toBe(true);
    await user.keyboard('{Shift>}');
    await user.click(box('Select Zora'));
    await user.keyboard('{/Shift}');
    expect(box('Select Argo').checked).toBe(true);
    expect(box('Select all rows').checked).toBe(true);
    await user.click(box('Select all rows'));
    expect(screen.getAllByRole<HTMLInputElement>('checkbox').some((one) => one.checked)).toBe(false);
  });

  it('opens the row by the link of its first column', async () => {
    const { user, visited } = render(<Fleet />);
    await user.click(screen.getByRole('link', { name: 'Argo' }));
    expect(visited).toEqual(['/boats/argo']);
  });

  it('leaves hidden columns out', () => {
    render(<Fleet hidden={['crew']} />);
    expect(screen.queryByRole('columnheader', { name: 'Crew' })).toBeNull();
  });

  it('shows rows in waiting, and its words when there are none', () => {
    const { rerender } = render(
      <DataTable
        label="Boats"
        columns={columns}
        rows={undefined}
        rowId={(boat) => boat.id}
        skeletonRows={4}
      />,
    );
    expect(screen.getByRole('table', { name: 'Boats' }).getAttribute('aria-busy')).toBe('true');
    expect(screen.getAllByRole('row')).toHaveLength(5);
    rerender(
      <DataTable
        label="Boats"
        columns={columns}
        rows={[]}
        rowId={(boat) => boat.id}
        empty={<p>No boats</p>}
      />,
    );
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getByText('No boats')).toBeTruthy();
  });
});
