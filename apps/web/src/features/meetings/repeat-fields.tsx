import { REPEAT, type Repeat } from '@ithaca/domain/meeting-series';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Select } from '../../ui/select.tsx';

const usualTimes = 6;
const times = Array.from(
  { length: REPEAT.mostTimes - REPEAT.leastTimes + 1 },
  (_, index) => index + REPEAT.leastTimes,
);

type RepeatFieldsProps = { value: Repeat | null; onChange: (repeat: Repeat | null) => void };

/** Whether a meeting repeats, how often, and how many times in all. */
export function RepeatFields({ value, onChange }: RepeatFieldsProps) {
  const t = useText();
  const { number } = useFormat();
  return (
    <div className="grid max-w-md gap-4 sm:grid-cols-2">
      <Select
        label={t('meetings.repeat')}
        choices={[
          { id: '0', label: t('meetings.repeat.never') },
          ...REPEAT.everyWeeks.map((weeks) => ({
            id: String(weeks),
            label: t('meetings.repeat.every', { weeks }),
          })),
        ]}
        value={String(value?.everyWeeks ?? 0)}
        onChange={(id) =>
          onChange(id === '0' ? null : { everyWeeks: Number(id), times: value?.times ?? usualTimes })
        }
      />
      {value && (
        <Select
          label={t('meetings.repeat.times')}
          choices={times.map((count) => ({
            id: String(count),
            label: t('meetings.repeat.count', { count, number: number(count) }),
          }))}
          value={String(value.times)}
          onChange={(id) => onChange({ ...value, times: Number(id) })}
        />
      )}
    </div>
  );
}
