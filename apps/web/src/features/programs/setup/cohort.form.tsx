import { cohortRoutes, type Cohort } from '@ithaca/contracts/programs';
import { movableDates } from '@ithaca/domain/cohort';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import * as z from 'zod/mini';
import { isAtRest, SavedLine, SaveProblem, useAutosave } from '../../../lib/autosave.tsx';
import { issueWords } from '../../../lib/issue-words.ts';
import { useText } from '../../../lib/i18n.tsx';
import { liveProgram } from '../../../lib/live.ts';
import { programQuery } from '../../../shell/cohort.ts';
import { useSession } from '../../../shell/session.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { TimeField } from '../../../ui/time-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { CohortDatesFields, misplacedDate, moveDate } from './cohort-dates.tsx';
import { clockOf, minutesOf } from './setup.ts';
import { useSaveCohort, type CohortChange } from '../programs.queries.ts';

/** Name, dates and goal of one run. Saves itself. */
export function CohortForm({ cohort, isReadOnly }: { cohort: Cohort; isReadOnly: boolean }) {
  const t = useText();
  const queries = useQueryClient();
  const { organisation, actor } = useSession();
  const [typed, setTyped] = useState<CohortChange>({});
  const shown = { ...cohort, ...typed } as Cohort;
  const isSendable = (change: CohortChange) =>
    z.safeParse(cohortRoutes.update.body, change).success &&
    misplacedDate({ ...shown, ...change } as Cohort) === null;
  const saving = useAutosave(useSaveCohort(cohort), isSendable);
  const change = (part: CohortChange) => {
    setTyped((before) => ({ ...before, ...part }));
    saving.change(part);
  };
  const issues = z.safeParse(cohortRoutes.update.body, typed).error?.issues ?? [];
  const errorAt = (field: string) => {
    const issue = issues.find(({ path }) => path[0] === field);
    return issue && issueWords(issue);
  };
  const reload = () => queries.fetchQuery({ ...programQuery(cohort.programId), staleTime: 0 });
  const showTheirs = () =>
    reload().then(() => {
      saving.drop();
      setTyped({});
    });
  const hear = useRef<() => void>(undefined);
  useEffect(() => {
    hear.current = () => {
      if (!isAtRest(saving)) return;
      setTyped({});
      void reload();
    };
  });
  useEffect(
    () =>
      liveProgram(cohort.programId).onChange(({ what, by }) => {
        if (what === 'cohorts' && by !== actor.personId) hear.current?.();
      }),
    [cohort.programId, actor.personId],
  );
  const movable = movableDates(cohort.state);
  return (
    <>
      <SaveProblem
        saving={saving}
        onShowTheirs={() => void showTheirs()}
        onKeepMine={() => void reload().then(() => saving.flush())}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={t('programs.cohort.name')}
          value={shown.name}
          onChange={(name) => change({ name })}
          maxLength={120}
          isDisabled={isReadOnly}
          error={errorAt('name')}
        />
        <NumberField
          label={t(cohort.programFormat === 'peer' ? 'programs.cohort.goal.peers' : 'programs.cohort.goal')}
          description={t('programs.cohort.goal.what')}
          minValue={1}
          maxValue={100_000}
          value={shown.menteeGoal}
          onChange={(menteeGoal) => !Number.isNaN(menteeGoal) && change({ menteeGoal })}
          isDisabled={isReadOnly}
          error={errorAt('menteeGoal')}
        />
      </div>
      <CohortDatesFields
        dates={shown}
        movable={movable}
        isReadOnly={isReadOnly}
        onMove={(key, day) => {
          const { enrolmentOpensOn, enrolmentClosesOn, startsOn, endsOn } = moveDate(
            shown,
            key,
            day,
            movable,
          );
          const all = { enrolmentOpensOn, enrolmentClosesOn, startsOn, endsOn };
          change(Object.fromEntries(movable.map((movableKey) => [movableKey, all[movableKey]])));
        }}
      />
      <TimeField
        label={t('programs.date.opensAt')}
        description={t('programs.date.opensAt.what', {
          zone: organisation.timeZone.replaceAll('_', ' '),
        })}
        className="max-w-72"
        value={clockOf(shown.opensAtMinute)}
        onChange={(clock) => {
          const opensAtMinute = minutesOf(clock);
          if (!Number.isNaN(opensAtMinute)) change({ opensAtMinute });
        }}
        isDisabled={isReadOnly || !movable.includes('enrolmentOpensOn')}
      />
      {movable.length < 4 && <p className="text-dense text-muted">{t('programs.date.fixed')}</p>}
      <div className="-my-2 flex justify-end">
        <SavedLine saving={saving} />
      </div>
    </>
  );
}
