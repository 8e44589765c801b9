import { addDays, checkCohortDates, daysBetween, type CohortDates } from '@ithaca/domain/cohort';
import { Refusal } from '@ithaca/domain/refusal';
import { useText } from '../../../lib/i18n.tsx';
import { DatePicker } from '../../../ui/date-picker.tsx';

export const cohortDateKeys = ['enrolmentOpensOn', 'enrolmentClosesOn', 'startsOn', 'endsOn'] as const;
type DateKey = (typeof cohortDateKeys)[number];

/** The first date that lies before the one it should follow, if any. */
export function misplacedDate(dates: CohortDates): DateKey | null {
  try {
    checkCohortDates(dates);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return cohortDateKeys.find((key) => key === error.facts['later']) ?? 'endsOn';
  }
}

/** Moving the start moves the other movable dates with it; every other date moves alone. */
export function moveDate(
  dates: CohortDates,
  key: DateKey,
  day: string,
  movable: readonly DateKey[],
): CohortDates {
  if (key !== 'startsOn') return { ...dates, [key]: day };
  const by = daysBetween(dates.startsOn, day);
  const moved = { ...dates };
  for (const other of movable) moved[other] = addDays(dates[other], by);
  return moved;
}

/** The four dates of a cohort on one line, in their order. */
export function CohortDatesFields({
  dates,
  onMove,
  movable,
  isReadOnly = false,
}: {
  dates: CohortDates;
  onMove: (key: DateKey, day: string) => void;
  movable: readonly DateKey[];
  isReadOnly?: boolean;
}) {
  const t = useText();
  const wrong = misplacedDate(dates);
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {cohortDateKeys.map((key) => (
        <DatePicker
          key={key}
          label={t(`programs.date.${key}`)}
          description={
            key === 'startsOn'
              ? t('programs.date.startsOn.what')
              : t(
                  daysBetween(dates[key], dates.startsOn) >= 0
                    ? 'programs.date.before'
                    : 'programs.date.after',
                  {
                    count: Math.abs(daysBetween(dates[key], dates.startsOn)),
                  },
                )
          }
          value={dates[key]}
          onChange={(day) => day !== null && day !== dates[key] && onMove(key, day)}
          isDisabled={isReadOnly || !movable.includes(key)}
          error={wrong === key ? t('programs.date.order') : undefined}
        />
      ))}
    </div>
  );
}
