import type { Program } from '@ithaca/contracts/programs';
import { addDays, datesFromStart } from '@ithaca/domain/cohort';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { goTo } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Form } from '../../../ui/form.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { CohortDatesFields, cohortDateKeys, misplacedDate, moveDate } from './cohort-dates.tsx';
import { usePlanCohort } from '../programs.queries.ts';
import { todayIn } from '../../../lib/today.ts';

/** A Monday five weeks ahead leaves the usual four weeks to enrol. */
function usualStart(today: string): string {
  const day = addDays(today, 35);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, (8 - weekday) % 7);
}

/** Plans a run of the program: the start is enough, the other dates follow from it. */
export function PlanCohortForm({ program, isReadOnly }: { program: Program; isReadOnly: boolean }) {
  const t = useText();
  const { day } = useFormat();
  const { organisation } = useSession();
  const [dates, setDates] = useState(() =>
    datesFromStart(usualStart(todayIn(organisation.timeZone)), program.journey.lengthDays),
  );
  const [name, setName] = useState(() =>
    t('programs.cohort.usualName', { month: day(dates.startsOn, 'month') }),
  );
  const [menteeGoal, setMenteeGoal] = useState(20);
  const [isTried, setTried] = useState(false);
  const plan = usePlanCohort(program.id);
  const nameError = name.trim() === '' ? t('problem.field.required') : undefined;
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (nameError || misplacedDate(dates) !== null) return;
        plan.mutate(
          { name, menteeGoal, ...dates },
          {
            onSuccess: (cohort) =>
              goTo(`/manage/${program.id}/setup?step=review&cohort=${cohort.id}`, { replace: true }),
          },
        );
      }}
      failure={<ProblemBanner problem={plan.error} />}
      actions={
        <Button
          type="submit"
          variant="primary"
          isLoading={plan.isPending}
          disabledReason={isReadOnly ? t('cohort.readOnly') : undefined}
        >
          {t('cohort.plan')}
        </Button>
      }
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={t('programs.cohort.name')}
          value={name}
          onChange={setName}
          maxLength={120}
          error={isTried ? nameError : undefined}
        />
        <NumberField
          label={t('programs.cohort.goal')}
          description={t('programs.cohort.goal.what')}
          minValue={1}
          maxValue={100_000}
          value={menteeGoal}
          onChange={(value) => setMenteeGoal(Number.isNaN(value) ? 20 : value)}
        />
      </div>
      <CohortDatesFields
        dates={dates}
        movable={cohortDateKeys}
        onMove={(key, on) => setDates(moveDate(dates, key, on, cohortDateKeys))}
      />
    </Form>
  );
}
