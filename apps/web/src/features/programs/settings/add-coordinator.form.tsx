import { GrantForm } from '../../../lib/grant-form.tsx';
import { useText } from '../../../lib/i18n.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { Dialog } from '../../../ui/dialog.tsx';
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
  const grant = useGrantCoordinator(program.id);
  return (
    <GrantForm
      words={{
        person: t('settings.coordinator.person'),
        lastDay: t('settings.coordinator.lastDay'),
        lastDayWhat: t('settings.coordinator.lastDay.what'),
        verb: t('settings.coordinator.add'),
        done: (name) => t('settings.coordinator.added', { name }),
      }}
      grant={grant}
      onClose={onClose}
    />
  );
}
