import { useState } from 'react';
import { ColleagueField } from '../../../lib/colleague-field.tsx';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useGrantCoordinator } from './settings.queries.ts';

/** Makes somebody a coordinator of this program, until a last day where one is wanted. */
export function AddCoordinator({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('settings.coordinator.add')}
      description={t('settings.coordinator.add.what')}
    >
      {isOpen && <AddCoordinatorForm onClose={onClose} />}
    </Dialog>
  );
}

function AddCoordinatorForm({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { program } = useProgramFrame();
  const [personId, setPersonId] = useState<string | null>(null);
  const [lastsUntil, setLastsUntil] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const grant = useGrantCoordinator(program.id);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (personId === null) return;
        grant.mutate(
          { personId, ...(lastsUntil && { lastsUntil }) },
          {
            onSuccess: ({ personName }) => {
              showToast({ tone: 'success', title: t('settings.coordinator.added', { name: personName }) });
              onClose();
            },
          },
        );
      }}
      className="flex flex-col gap-5"
    >
      <ColleagueField
        label={t('settings.coordinator.person')}
        value={personId}
        onChange={setPersonId}
        error={isTried && personId === null ? t('problem.field.required') : undefined}
      />
      <DateField
        label={t('settings.coordinator.lastDay')}
        description={t('settings.coordinator.lastDay.what')}
        isOptional
        value={lastsUntil}
        onChange={setLastsUntil}
      />
      <ProblemBanner problem={grant.error} />
      <div className="flex justify-end gap-2">
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" isLoading={grant.isPending}>
          {t('settings.coordinator.add')}
        </Button>
      </div>
    </form>
  );
}
