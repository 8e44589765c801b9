import { importFields, personImportFields, mentoringFields } from '@ithaca/contracts/imports';
import { unequalSides } from '@ithaca/domain/vocabulary';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useToday } from '../../../lib/today.ts';
import { cx } from '../../../ui/cx.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { Status } from '../../../ui/status.tsx';
import { oldestOf, readingsOf } from './import-days.ts';
import {
  columnOf,
  isMentoring,
  openOrders,
  partsOf,
  withField,
  withOrder,
  type DraftMapping,
  type FileColumn,
  type Held,
} from './import-mapping.ts';
import { useFieldWords, useHeading } from './import-words.ts';

const leftOut = 'left-out';
type LineProps = {
  column: FileColumn;
  columns: readonly FileColumn[];
  draft: DraftMapping;
  onDraft: (draft: DraftMapping) => void;
  isDisabled: boolean;
};

const pairFields: readonly Held[] = [
  ...unequalSides.flatMap((side) => personImportFields.map((field): Held => `${side}.${field}`)),
  ...mentoringFields.filter((field) => field !== 'role'),
];
/** What can be chosen: fields of a person; of a mentor and a mentee where the file has columns of both. */
const choicesFor = ({ joins, fields }: DraftMapping): readonly Held[] => {
  if (!joins) return personImportFields;
  const ofPairs = [...fields.values()].some((held) => partsOf(held).side !== null);
  return ofPairs ? pairFields : [...importFields, ...unequalSides.map((side): Held => `${side}.name`)];
};

/** One column: its heading, three of its cells, what it holds and how sure that is. */
export function ImportColumnLine({ column, columns, draft, onDraft, isDisabled }: LineProps) {
  const t = useText();
  const { number } = useFormat();
  const heading = useHeading();
  const { fieldWords } = useFieldWords(draft.joins ? draft.cohortId : null);
  const known = draft.fields.get(column.column);
  const choices = choicesFor(draft);
  // What was guessed about taking part says nothing as long as nobody takes part.
  const field = known && (draft.joins || !isMentoring(partsOf(known).field)) ? known : undefined;
  const holderOf = (held: Held) => {
    const holder = columnOf(draft, held);
    const other = holder === column.column ? undefined : columns.find((one) => one.column === holder);
    return other && t('imports.columns.heldBy', { column: heading(other) });
  };
  return (
    <li className="grid gap-x-5 gap-y-2 px-4 py-3 @min-[44rem]:grid-cols-[minmax(9rem,1fr)_minmax(0,1.4fr)_14rem_7.5rem] @min-[44rem]:items-center">
      <div className="min-w-0">
        <h3 className="font-medium break-words">
          <bdi>{heading(column)}</bdi>
        </h3>
        <p className="text-dense text-muted">
          {column.filled === 0
            ? t('imports.columns.empty')
            : t('imports.columns.filled', { count: column.filled, shown: number(column.filled) })}
        </p>
      </div>
      <ul
        aria-label={t('imports.columns.samples', { column: heading(column) })}
        className="flex min-w-0 flex-wrap gap-1"
      >
        {column.samples.map((sample) => (
          <li
            key={sample}
            className="max-w-full truncate rounded-sm bg-hover px-1.5 py-0.5 text-dense text-muted"
          >
            <bdi>{sample}</bdi>
          </li>
        ))}
      </ul>
      <Select
        label={t('imports.columns.field', { column: heading(column) })}
        isLabelHidden
        isDisabled={isDisabled}
        choices={[
          { id: leftOut, label: t('imports.columns.leaveOut') },
          ...choices.map((id) => {
            const held = holderOf(id);
            return { id, label: fieldWords(id), ...(held && { description: held }) };
          }),
        ]}
        value={field ?? leftOut}
        onChange={(next) =>
          onDraft(withField(draft, column.column, choices.find((choice) => choice === next) ?? null))
        }
      />
      <Confidence column={column} field={field} />
      <OrderChoice
        column={column}
        columns={columns}
        draft={draft}
        onDraft={onDraft}
        isDisabled={isDisabled}
      />
    </li>
  );
}

const confidenceTones = { sure: 'success', likely: 'info', unsure: 'warning' } as const;

function Confidence({ column: { guess }, field }: { column: FileColumn; field: Held | undefined }) {
  const t = useText();
  if (!field) return <span className="text-dense text-muted">{t('imports.columns.isLeftOut')}</span>;
  const { field: held, side } = partsOf(field);
  const confidence = guess?.field === held && guess.side === side ? guess.confidence : null;
  return (
    <Status look="plain" tone={confidence ? confidenceTones[confidence] : 'neutral'}>
      {t(`imports.confidence.${confidence ?? 'chosen'}`)}
    </Status>
  );
}

/** Where the days of a column can be read in more than one way: how it is to be, by an example. */
function OrderChoice({ column, columns, draft, onDraft, isDisabled }: LineProps) {
  const t = useText();
  const { day } = useFormat();
  const today = useToday();
  const orders = openOrders(draft, column);
  if (orders.length === 0) return null;
  const example = readingsOf(column.samples, orders, today);
  const chosen = draft.orders.get(column.column) ?? null;
  const century = oldestOf(column.samples, chosen ?? orders[0] ?? 'day-month-year', today);
  return (
    <div className={cx('rounded-md p-3 @min-[44rem]:col-span-4', chosen ? 'bg-surface' : 'bg-warning-tint')}>
      <RadioGroup
        label={t(orders.length === 1 ? 'imports.order.confirm' : 'imports.order.which', {
          sample: example?.sample ?? '',
        })}
        description={
          column.mixedOrders
            ? t('imports.order.mixed')
            : column.twoDigitYears
              ? t('imports.order.twoDigits', {
                  sample: century?.sample ?? '',
                  day: century?.day ? day(century.day, 'long') : '',
                })
              : undefined
        }
        layout="row"
        isDisabled={isDisabled}
        choices={(example?.readings ?? []).map((reading) => ({
          id: reading.order,
          label: reading.day ? day(reading.day, 'long') : t(`imports.order.${reading.order}`),
          ...(reading.day && { description: t(`imports.order.${reading.order}`) }),
        }))}
        value={chosen}
        onChange={(order) => onDraft(withOrder(draft, columns, column, order))}
      />
    </div>
  );
}
