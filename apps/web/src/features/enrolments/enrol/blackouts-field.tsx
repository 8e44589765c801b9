import type { Blackout } from '@ithaca/contracts/enrolments';
import { addDays } from '@ithaca/domain/cohort';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import X from 'lucide-react/icons/x';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useToday } from '../../../lib/today.ts';
import { Button } from '../../../ui/button.tsx';
import { DatePicker } from '../../../ui/date-picker.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';

const most = 12;

/** Days on which somebody cannot meet, as people say them: from the first to the last day away. */
export function BlackoutsField({
  value,
  onChange,
  isDisabled,
}: {
  value: readonly Blackout[];
  onChange: (value: Blackout[]) => void;
  isDisabled: boolean;
}) {
  const t = useText();
  const { dayRange } = useFormat();
  const today = useToday();
  const set = (index: number, next: Blackout) =>
    onChange(value.map((one, other) => (other === index ? next : one)));
  return (
    <div className="flex flex-col gap-4">
      <p className="text-dense text-muted">{t('enrolments.blackouts.what')}</p>
      {value.length > 0 && (
        <ul className="flex flex-col gap-4">
          {value.map(({ fromOn, untilOn }, index) => {
            const lastOn = addDays(untilOn, -1);
            return (
              // The times have no name of their own, and none moves while it is being typed.
              <li key={index} className="flex flex-wrap items-end gap-3">
                <div className="min-w-40 flex-1">
                  <DatePicker
                    label={t('enrolments.blackouts.from')}
                    value={fromOn}
                    isDisabled={isDisabled}
                    onChange={(day) =>
                      day && set(index, { fromOn: day, untilOn: day >= untilOn ? addDays(day, 1) : untilOn })
                    }
                  />
                </div>
                <div className="min-w-40 flex-1">
                  <DatePicker
                    label={t('enrolments.blackouts.to')}
                    value={lastOn}
                    min={fromOn}
                    isDisabled={isDisabled}
                    onChange={(day) =>
                      day && day >= fromOn && set(index, { fromOn, untilOn: addDays(day, 1) })
                    }
                  />
                </div>
                <IconButton
                  icon={X}
                  label={t('enrolments.blackouts.remove', { days: dayRange(fromOn, lastOn) })}
                  isDisabled={isDisabled}
                  onPress={() => onChange(value.filter((_, other) => other !== index))}
                />
              </li>
            );
          })}
        </ul>
      )}
      {value.length < most && (
        <div>
          <Button
            icon={CalendarPlus}
            isDisabled={isDisabled}
            onPress={() => {
              const last = value.at(-1)?.untilOn ?? today;
              const fromOn = addDays(last, 7);
              onChange([...value, { fromOn, untilOn: addDays(fromOn, 7) }]);
            }}
          >
            {t('enrolments.blackouts.add')}
          </Button>
        </div>
      )}
    </div>
  );
}
