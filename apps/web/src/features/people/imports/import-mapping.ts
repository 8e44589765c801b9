import type { ImportField, ImportMapping, MentoringField, PersonImport } from '@ithaca/contracts/imports';
import { unequalSides, type Side, type UnequalSide } from '@ithaca/domain/vocabulary';
import type { DateOrder } from './import-days.ts';

export type FileColumn = PersonImport['columns'][number];
export type MappingKey = ImportMapping['key'];
type MappedValue = NonNullable<ImportMapping['values']>[number];

/** What a column holds; in a file of pairs, of whom: `mentor.name`. */
export type Held = ImportField | `${UnequalSide}.${ImportField}`;

/** What somebody has said about the columns so far. */
export interface DraftMapping {
  /** Column → what it holds; absent: left out. */
  fields: ReadonlyMap<number, Held>;
  orders: ReadonlyMap<number, DateOrder>;
  /** Null: the surest that there is. */
  key: MappingKey | null;
  /** The people of the file take part in a cohort. */
  joins: boolean;
  cohortId: string | null;
  /** The role of lines that say none. */
  role: Side | null;
  values: readonly MappedValue[];
}

export const keys = ['employeeNumber', 'email', 'name'] as const;
const dayFields: readonly ImportField[] = [
  'hiredOn',
  'leftOn',
  'leaveFrom',
  'leaveUntil',
  'jobSince',
  'pairedOn',
];
const nameFields: readonly ImportField[] = ['name', 'givenName', 'familyName'];
const mentoring: readonly ImportField[] = [
  'role',
  'interest',
  'wish',
  'rank',
  'capacity',
  'pairedOn',
] satisfies MentoringField[];
/** Fields that only a file about taking part has. */
const telling: readonly ImportField[] = ['role', 'wish', 'rank', 'pairedOn'];

export function partsOf(held: Held): { field: ImportField; side: UnequalSide | null } {
  const side = unequalSides.find((one) => held.startsWith(`${one}.`)) ?? null;
  return { field: (side ? held.slice(side.length + 1) : held) as ImportField, side };
}

const heldOf = (field: ImportField, side: UnequalSide | null | undefined): Held =>
  side ? `${side}.${field}` : field;

export const isMentoring = (field: ImportField): boolean => mentoring.includes(field);

/** As it was said before, else as a file with the same headings was mapped, else as the headings let guess. */
export function draftOf({
  columns,
  mapping,
  savedMapping,
}: Pick<PersonImport, 'columns' | 'mapping' | 'savedMapping'>): DraftMapping {
  const known = mapping ?? savedMapping?.mapping;
  return known ? draftFrom(known) : guessedDraft({ columns });
}

function draftFrom({ columns, key, target, values }: ImportMapping): DraftMapping {
  return {
    fields: new Map(columns.map(({ column, field, side }) => [column, heldOf(field, side)])),
    orders: new Map(columns.flatMap(({ column, dateOrder }) => (dateOrder ? [[column, dateOrder]] : []))),
    key,
    joins:
      target !== undefined ||
      columns.some(({ field, side }) => side !== undefined || telling.includes(field)),
    cohortId: target?.cohortId ?? null,
    role: target?.role ?? null,
    values: values ?? [],
  };
}

export function guessedDraft({ columns }: Pick<PersonImport, 'columns'>): DraftMapping {
  const guesses = columns.flatMap(({ column, guess }) => (guess ? [{ column, ...guess }] : []));
  return {
    fields: new Map(guesses.map(({ column, field, side }) => [column, heldOf(field, side)])),
    orders: new Map(),
    key: null,
    joins: guesses.some(({ field, side }) => side !== null || telling.includes(field)),
    cohortId: null,
    role: null,
    values: [],
  };
}

/** A field stands for one column only: said of a second one, it leaves the first. */
export function withField(draft: DraftMapping, column: number, held: Held | null): DraftMapping {
  const fields = new Map([...draft.fields].filter(([other, has]) => other !== column && has !== held));
  if (held) fields.set(column, held);
  return { ...draft, fields };
}

export const columnOf = (draft: DraftMapping, held: Held): number | undefined =>
  [...draft.fields].find(([, has]) => has === held)?.[0];

/** Whether each line speaks of a mentor and a mentee. */
export const isOfPairs = ({ fields, joins }: DraftMapping): boolean =>
  joins && [...fields.values()].some((held) => partsOf(held).side !== null);

const sidesOf = (draft: DraftMapping): readonly (UnequalSide | null)[] =>
  isOfPairs(draft) ? unequalSides : [null];

function holds(draft: DraftMapping, side: UnequalSide | null, wanted: readonly ImportField[]): boolean {
  return [...draft.fields.values()].some((held) => {
    const parts = partsOf(held);
    return parts.side === side && wanted.includes(parts.field);
  });
}

const hasName = (draft: DraftMapping): boolean =>
  sidesOf(draft).every((side) => holds(draft, side, nameFields));

export function canTell(draft: DraftMapping, key: MappingKey): boolean {
  return key === 'name' ? hasName(draft) : sidesOf(draft).every((side) => holds(draft, side, [key]));
}

/** What tells a known person from a new one: what was chosen while it is there, else the surest. */
export function keyOf(draft: DraftMapping): MappingKey {
  if (draft.key && canTell(draft, draft.key)) return draft.key;
  return keys.find((key) => canTell(draft, key)) ?? 'name';
}

/** The orders somebody has to choose from or confirm: none for columns that are no days, and for days that leave no doubt. */
export function openOrders(
  draft: DraftMapping,
  { column, dateOrders, twoDigitYears }: FileColumn,
): readonly DateOrder[] {
  const held = draft.fields.get(column);
  if (!held || !dayFields.includes(partsOf(held).field)) return [];
  return dateOrders.length > 1 || twoDigitYears ? dateOrders : [];
}

/** One file mostly writes its days in one way: the other open columns follow, until they are told otherwise. */
export function withOrder(
  draft: DraftMapping,
  columns: readonly FileColumn[],
  { column }: FileColumn,
  order: DateOrder,
): DraftMapping {
  const followers = columns.filter(
    (other) =>
      !other.mixedOrders && !draft.orders.has(other.column) && openOrders(draft, other).includes(order),
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
export function obstacleOf(
  draft: DraftMapping,
  columns: readonly FileColumn[],
): 'name' | 'order' | 'cohort' | 'role' | null {
  if (draft.joins && draft.cohortId === null) return 'cohort';
  if (!hasName(draft)) return 'name';
  if (draft.joins && !isOfPairs(draft) && draft.role === null && !holds(draft, null, ['role'])) return 'role';
  const isOpen = columns.some(
    (column) => openOrders(draft, column).length > 0 && !draft.orders.has(column.column),
  );
  return isOpen ? 'order' : null;
}

/** The draft as the API takes it; the order of days only where there is a day, taking part only where it is meant. */
export function mappingOf(draft: DraftMapping): ImportMapping {
  const pairs = isOfPairs(draft);
  const columns = [...draft.fields]
    .map(([column, held]) => ({ column, ...partsOf(held) }))
    .filter(({ field, side }) => {
      if (!draft.joins) return side === null && !isMentoring(field);
      return pairs ? (side !== null || isMentoring(field)) && field !== 'role' : side === null;
    })
    .toSorted((one, other) => one.column - other.column)
    .map(({ column, field, side }) => {
      const dateOrder = dayFields.includes(field) ? draft.orders.get(column) : undefined;
      return { column, field, ...(dateOrder && { dateOrder }), ...(side && { side }) };
    });
  const target =
    draft.joins && draft.cohortId
      ? { cohortId: draft.cohortId, ...(draft.role && { role: draft.role }) }
      : null;
  return {
    columns,
    key: keyOf(draft),
    ...(target && { target }),
    ...(draft.values.length > 0 && { values: [...draft.values] }),
  };
}

/** Whether the lines were worked out by another mapping than this one. */
export function isApplied(draft: DraftMapping, { mapping }: Pick<PersonImport, 'mapping'>): boolean {
  if (!mapping) return false;
  const said = mappingOf(draft);
  const known = new Map(mapping.columns.map((one) => [one.column, one]));
  return (
    said.key === mapping.key &&
    JSON.stringify([said.target, said.values ?? []]) ===
      JSON.stringify([mapping.target, mapping.values ?? []]) &&
    said.columns.length === known.size &&
    said.columns.every(({ column, field, dateOrder, side }) => {
      const before = known.get(column);
      // An order that the API found by itself is no change of ours.
      return (
        before?.field === field &&
        before.side === side &&
        (dateOrder === undefined || before.dateOrder === dateOrder)
      );
    })
  );
}
