import { type ImportField, type ImportMapping, type PersonImport } from '@ithaca/contracts/imports';
import type { DateOrder } from './import-days.ts';

export type FileColumn = PersonImport['columns'][number];
export type MappingKey = ImportMapping['key'];

/** What somebody has said about the columns so far. */
export interface DraftMapping {
  /** Column → the field it holds; absent: left out. */
  fields: ReadonlyMap<number, ImportField>;
  orders: ReadonlyMap<number, DateOrder>;
  /** Null: the surest that there is. */
  key: MappingKey | null;
}

export const keys = ['employeeNumber', 'email', 'name'] as const;
const dayFields: readonly ImportField[] = ['hiredOn', 'leftOn'];
const nameFields: readonly ImportField[] = ['name', 'givenName', 'familyName'];

/** As it was said before, else as the headings let guess. */
export function draftOf({ columns, mapping }: Pick<PersonImport, 'columns' | 'mapping'>): DraftMapping {
  if (mapping)
    return {
      fields: new Map(mapping.columns.map(({ column, field }) => [column, field])),
      orders: new Map(
        mapping.columns.flatMap(({ column, dateOrder }) => (dateOrder ? [[column, dateOrder]] : [])),
      ),
      key: mapping.key,
    };
  return {
    fields: new Map(columns.flatMap(({ column, guess }) => (guess ? [[column, guess.field]] : []))),
    orders: new Map(),
    key: null,
  };
}

/** A field stands for one column only: said of a second one, it leaves the first. */
export function withField(draft: DraftMapping, column: number, field: ImportField | null): DraftMapping {
  const fields = new Map([...draft.fields].filter(([other, held]) => other !== column && held !== field));
  if (field) fields.set(column, field);
  return { ...draft, fields };
}

export const columnOf = (draft: DraftMapping, field: ImportField): number | undefined =>
  [...draft.fields].find(([, held]) => held === field)?.[0];

export const hasName = ({ fields }: DraftMapping): boolean =>
  [...fields.values()].some((field) => nameFields.includes(field));

export function canTell(draft: DraftMapping, key: MappingKey): boolean {
  return key === 'name' ? hasName(draft) : columnOf(draft, key) !== undefined;
}

/** What tells a known person from a new one: what was chosen while it is there, else the surest. */
export function keyOf(draft: DraftMapping): MappingKey {
  if (draft.key && canTell(draft, draft.key)) return draft.key;
  return keys.find((key) => canTell(draft, key)) ?? 'name';
}

/** The orders somebody has to choose from: none for columns that are no days, and for days that can be read in one way. */
export function openOrders(draft: DraftMapping, { column, dateOrders }: FileColumn): readonly DateOrder[] {
  const field = draft.fields.get(column);
  return field && dayFields.includes(field) && dateOrders.length > 1 ? dateOrders : [];
}

/** One file mostly writes its days in one way: the other open columns follow, until they are told otherwise. */
export function withOrder(
  draft: DraftMapping,
  columns: readonly FileColumn[],
  { column }: FileColumn,
  order: DateOrder,
): DraftMapping {
  const followers = columns.filter(
    (other) => !draft.orders.has(other.column) && openOrders(draft, other).includes(order),
  );
  return {
    ...draft,
    orders: new Map([
      ...draft.orders,
      ...followers.map((other) => [other.column, order] as const),
      [column, order] as const,
    ]),
  };
}

/** What still keeps the lines from being read. */
export function obstacleOf(draft: DraftMapping, columns: readonly FileColumn[]): 'name' | 'order' | null {
  if (!hasName(draft)) return 'name';
  const isOpen = columns.some(
    (column) => openOrders(draft, column).length > 0 && !draft.orders.has(column.column),
  );
  return isOpen ? 'order' : null;
}

/** The draft as the API takes it; the order of days only where there is a day. */
export function mappingOf(draft: DraftMapping): ImportMapping {
  const columns = [...draft.fields]
    .toSorted(([one], [other]) => one - other)
    .map(([column, field]) => {
      const dateOrder = dayFields.includes(field) ? draft.orders.get(column) : undefined;
      return { column, field, ...(dateOrder && { dateOrder }) };
    });
  return { columns, key: keyOf(draft) };
}

/** Whether the lines were worked out by another mapping than this one. */
export function isApplied(draft: DraftMapping, { mapping }: Pick<PersonImport, 'mapping'>): boolean {
  if (!mapping) return false;
  const said = mappingOf(draft);
  const known = new Map(mapping.columns.map((one) => [one.column, one]));
  return (
    said.key === mapping.key &&
    said.columns.length === known.size &&
    said.columns.every(({ column, field, dateOrder }) => {
      const before = known.get(column);
      // An order that the API found by itself is no change of ours.
      return before?.field === field && (dateOrder === undefined || before.dateOrder === dateOrder);
    })
  );
}
