import type { ProgramCoordinator } from '@ithaca/contracts/program-settings';
import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { lastDayBefore } from '../../../lib/today.ts';
import { Loaded } from '../../../lib/page.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { useCan, useSession } from '../../../shell/session.tsx';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { coordinatorsQuery, useRevokeCoordinator } from './settings.queries.ts';

const AddCoordinator = lazyLayer(async () => (await import('./add-coordinator.form.tsx')).AddCoordinator);

function Coordinator({
  who,
  onTakeBack,
}: {
  who: ProgramCoordinator;
  onTakeBack: ((who: ProgramCoordinator) => void) | null;
}) {
  const t = useText();
  const { day } = useFormat();
  const { timeZone } = useSession().organisation;
  const last = who.expiresAt && day(lastDayBefore(who.expiresAt, timeZone));
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Avatar name={who.name} />
      <span className="min-w-0 flex-1">
        <Link variant="quiet" href={`/people/${who.personId}`}>
          {who.name}
        </Link>
        <span className="block text-dense text-muted">
          {[
            t(who.isOfAll ? 'settings.coordinator.all' : 'settings.coordinator.this'),
            last && t('settings.coordinator.until', { day: last }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {onTakeBack && !who.isOfAll && (
        <Button size="small" variant="quiet" onPress={() => onTakeBack(who)}>
          {t('settings.coordinator.take')}
          <span className="sr-only">: {who.name}</span>
        </Button>
      )}
    </li>
  );
}

/** Who runs this program. Owners give and take the role; everybody who may read the program sees who has it. */
export function CoordinatorsCard() {
  const t = useText();
  const { program } = useProgramFrame();
  const mayChange = useCan('organisation.administer');
  const coordinators = useQuery(coordinatorsQuery(program.id));
  const revoke = useRevokeCoordinator(program.id);
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<ProgramCoordinator | null>(null);
  return (
    <Card
      isFlush
      title={t('settings.coordinators')}
      actions={
        <Button
          size="small"
          icon={Plus}
          disabledReason={mayChange ? undefined : t('settings.coordinators.readOnly')}
          onPress={() => setAdding(true)}
        >
          {t('settings.coordinator.add')}
        </Button>
      }
    >
      <Loaded query={coordinators}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="p-4 text-muted">{t('settings.coordinators.none')}</p>
          ) : (
            <ul className="divide-y">
              {items.map((who) => (
                <Coordinator key={who.grantId} who={who} onTakeBack={mayChange ? setLeaving : null} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <AddCoordinator isOpen={isAdding} onClose={() => setAdding(false)} />
      {leaving && (
        <ConfirmDialog
          isOpen
          isDangerous
          onClose={() => setLeaving(null)}
          isLoading={revoke.isPending}
          title={t('settings.coordinator.takeFrom', { name: leaving.name })}
          confirmLabel={t('settings.coordinator.take')}
          onConfirm={() =>
            revoke.mutate(leaving.grantId, {
              onSuccess: () => showToast({ title: t('settings.coordinator.taken', { name: leaving.name }) }),
              onSettled: () => setLeaving(null),
            })
          }
        >
          {t('settings.coordinator.take.what', { name: leaving.name })}
        </ConfirmDialog>
      )}
    </Card>
  );
}
