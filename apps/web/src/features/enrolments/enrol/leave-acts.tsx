import type { MyEnrolment } from '@ithaca/contracts/enrolments';
import type { OpenCohort } from '@ithaca/contracts/programs';
import { pausableStates } from '@ithaca/domain/enrolment';
import CirclePause from 'lucide-react/icons/circle-pause';
import { useState } from 'react';
import { goTo } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useComeBack, useResume, type useMyEnrolment } from '../enrolments.queries.ts';

/** Step aside for a while, or leave. While the cohort enrols leaving can be undone; afterwards it is asked once. */
export function LeaveActs({
  cohort,
  enrolment,
  mine,
  onLeave,
}: {
  cohort: OpenCohort;
  enrolment: MyEnrolment;
  mine: Pick<ReturnType<typeof useMyEnrolment>, 'pause' | 'withdraw'>;
  /** Before the enrolment goes: what was typed last is saved, or given up. */
  onLeave: (act: 'pause' | 'withdraw') => Promise<void>;
}) {
  const t = useText();
  const { role, state, standing } = enrolment;
  const isDraft = state === 'draft';
  const canUndo = cohort.state === 'enrolling';
  const comeBack = useComeBack();
  const resume = useResume(enrolment);
  const [isAsking, setAsking] = useState(false);
  const canPause = pausableStates.some((known) => known === state) && standing?.kind !== 'offer';

  const pause = async () => {
    await onLeave('pause');
    mine.pause.mutate(undefined, {
      onSuccess: (next) =>
        showToast({
          title: t('enrolments.paused'),
          onUndo: () => void resume.mutateAsync(next.version).catch(() => undefined),
        }),
    });
  };
  const withdraw = async () => {
    await onLeave('withdraw');
    mine.withdraw.mutate(undefined, {
      onSuccess: () => {
        goTo(`/programs/${cohort.id}`);
        showToast({
          title: t(isDraft ? 'enrolments.discarded' : 'enrolments.withdrawn'),
          ...(canUndo && {
            onUndo: () =>
              // This page is gone by then, so what follows hangs on the promise; what fails is told in a toast.
              void comeBack.mutateAsync(enrolment).then(
                () => goTo(`/programs/${cohort.id}/enrol?role=${role}`),
                () => undefined,
              ),
          }),
        });
      },
      onSettled: () => setAsking(false),
    });
  };
  return (
    <div className="flex flex-wrap gap-x-1">
      {canPause && (
        <Button
          variant="quiet"
          icon={CirclePause}
          isLoading={mine.pause.isPending}
          onPress={() => void pause()}
        >
          {t('enrolments.pause')}
        </Button>
      )}
      <Button
        variant="quiet"
        isLoading={mine.withdraw.isPending}
        onPress={() => (canUndo ? void withdraw() : setAsking(true))}
      >
        {t(isDraft ? 'enrolments.discard' : 'enrolments.withdraw')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          isOpen
          onClose={() => setAsking(false)}
          onConfirm={() => void withdraw()}
          title={t('enrolments.withdraw.ask', { program: cohort.programName })}
          confirmLabel={t('enrolments.withdraw')}
          isDangerous
          isLoading={mine.withdraw.isPending}
        >
          {t('enrolments.withdraw.ask.what')}
        </ConfirmDialog>
      )}
    </div>
  );
}
