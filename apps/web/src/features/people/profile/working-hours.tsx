import type { Person } from '@ithaca/contracts/people';
import { useText } from '../../../lib/i18n.tsx';
import { CheckboxGroup } from '../../../ui/checkbox-group.tsx';
import { TimeField } from '../../../ui/time-field.tsx';
import { useWeekday } from '../weekday.ts';

type Hours = NonNullable<Person['workingHours']>;

/** From when to when, on which days; in the person's own zone. */
export function WorkingHoursFields({ value, onChange }: { value: Hours; onChange: (hours: Hours) => void }) {
  const t = useText();
  const weekday = useWeekday();
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-4">
        <TimeField
          label={t('people.from')}
          value={value.from}
          onChange={(from) => onChange({ ...value, from })}
          error={value.from === '' ? t('problem.field.required') : undefined}
        />
        <TimeField
          label={t('people.to')}
          value={value.to}
          onChange={(to) => onChange({ ...value, to })}
          error={value.to === '' ? t('problem.field.required') : undefined}
        />
      </div>
      <CheckboxGroup
        label={t('people.workingDays')}
        layout="row"
        choices={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ id: String(day), label: weekday(day) }))}
        value={value.days.map(String)}
        onChange={(days) => onChange({ ...value, days: days.map(Number) })}
      />
    </div>
  );
}
