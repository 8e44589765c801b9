import type { CohortClosing } from '@ithaca/contracts/closing';
import type { Cohort } from '@ithaca/contracts/programs';
import { addDays, KEPT_DAYS } from '@ithaca/domain/cohort';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { dayIn } from '../../../lib/today.ts';
import { useCohort } from '../../../shell/cohort.ts';
import { useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DatePicker } from '../../../ui/date-picker.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useKeepContent } from './closing.queries.ts';

/** Until when what the pairings of a closed cohort wrote is kept. */
export function KeptCard({ cohort, closing }: { cohort: Cohort; closing: CohortClosing }) {
  const t = useText();
  const { day } = useFormat();
  const { canCoordinate } = useCohort();
  const { organisation } = useSession();
  const keep = useKeepContent(cohort);
  const { contentUntil } = closing;
  const [until, setUntil] = useState(contentUntil);
  if (cohort.closedAt === null) return null;
  const closedOn = dayIn(cohort.closedAt, organisation.timeZone);
  return (
    <Card
      title={t('programs.close.kept')}
      description={
        contentUntil === null
          ? t('programs.close.kept.open')
          : t('programs.close.kept.what', { day: day(contentUntil, 'long') })
      }
    >
      <div className="flex flex-col items-start gap-4">
        <DatePicker
          label={t('programs.close.kept.until')}
          value={until}
          onChange={setUntil}
          min={addDays(closedOn, KEPT_DAYS.least)}
          max={addDays(closedOn, KEPT_DAYS.most)}
          isDisabled={!canCoordinate}
        />
        <ProblemBanner problem={keep.error} />
        <Button
          isLoading={keep.isPending}
          disabledReason={
            !canCoordinate
              ? t('cohort.readOnly')
              : until === null || until === contentUntil
                ? t('programs.close.kept.same')
                : undefined
          }
          onPress={() =>
            until !== null &&
            keep.mutate(until, {
              onSuccess: () => showToast({ tone: 'success', title: t('programs.close.kept.done') }),
            })
          }
        >
          {t('programs.close.kept.save')}
        </Button>
      </div>
    </Card>
  );
}
