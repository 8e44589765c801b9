import type { Cohort } from '@ithaca/contracts/programs';
import type { Rehearsal } from '@ithaca/contracts/rehearsals';
import { useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import Drama from 'lucide-react/icons/drama';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { Status } from '../../../ui/status.tsx';
import { rehearsalsQuery, useEndRehearsal, useVisitRehearsal } from './rehearsals.queries.ts';

const ConfirmDialog = lazyLayer(async () => (await import('../../../ui/confirm-dialog.tsx')).ConfirmDialog);
const RehearseForm = lazyLayer(async () => (await import('./rehearse.form.tsx')).RehearseForm);

function OpenRehearsal({ rehearsal, cohort }: { rehearsal: Rehearsal; cohort: Cohort }) {
  const t = useText();
  const { day, number } = useFormat();
  const { canCoordinate } = useProgramFrame();
  const [isEnding, setEnding] = useState(false);
  const visit = useVisitRehearsal();
  const end = useEndRehearsal(cohort.id);
  const disabledReason = canCoordinate ? undefined : t('cohort.readOnly');
  return (
    <div className="flex flex-col gap-3">
      {rehearsal.state === 'preparing' && <ProgressBar label={t('rehearsal.card.preparing')} />}
      {rehearsal.state === 'failed' && (
        <Banner tone="danger" isAnnounced>
          {t('rehearsal.card.failed')}
        </Banner>
      )}
      <p className="text-muted">
        {/* Only a program of peers has no mentors. */}
        {t(rehearsal.mentors === 0 ? 'rehearsal.card.open.peers' : 'rehearsal.card.open', {
          name: rehearsal.begunByName,
          mentors: number(rehearsal.mentors),
          mentees: number(rehearsal.mentees),
          people: number(rehearsal.mentees),
          day: day(rehearsal.expiresAt, 'long'),
        })}
      </p>
      <ProblemBanner problem={visit.error} />
      <div className="flex flex-wrap gap-2">
        {rehearsal.state === 'ready' && (
          <Button
            variant="primary"
            icon={Drama}
            isLoading={visit.isPending}
            disabledReason={disabledReason}
            onPress={() => visit.mutate(rehearsal.id)}
          >
            {t('rehearsal.card.visit')}
          </Button>
        )}
        <Button disabledReason={disabledReason} onPress={() => setEnding(true)}>
          {t('rehearsal.card.end')}
        </Button>
      </div>
      {isEnding && (
        <ConfirmDialog
          isOpen
          isDangerous
          onClose={() => setEnding(false)}
          onConfirm={() => end.mutate(rehearsal.id, { onSuccess: () => setEnding(false) })}
          title={t('rehearsal.card.end.ask')}
          confirmLabel={t('rehearsal.card.end')}
          isLoading={end.isPending}
        >
          <p>{t('rehearsal.card.end.what')}</p>
          <ProblemBanner problem={end.error} />
        </ConfirmDialog>
      )}
    </div>
  );
}

/** A cohort on trial with invented people, before anybody is invited; not needed for a launch. Nothing of it in a rehearsal itself. */
export function RehearsalCard({ cohort }: { cohort: Cohort }) {
  const t = useText();
  const { day } = useFormat();
  const { canCoordinate } = useProgramFrame();
  const { organisation } = useSession();
  const [isAsking, setAsking] = useState(false);
  const isRoom = organisation.rehearsal !== null;
  const { data } = useQuery({ ...rehearsalsQuery(cohort.id), enabled: !isRoom });
  if (isRoom || !data) return null;
  const open = data.items.find(({ endedAt }) => endedAt === null);
  const last = data.items.find(({ endedAt }) => endedAt !== null);
  return (
    <Card
      title={t('rehearsal.card')}
      description={t('rehearsal.card.what')}
      {...(last && {
        actions: (
          <Status tone="success" icon={Check} look="plain">
            {t('rehearsal.card.last', { day: day(last.begunAt) })}
          </Status>
        ),
      })}
    >
      {open ? (
        <OpenRehearsal rehearsal={open} cohort={cohort} />
      ) : (
        <Button
          icon={Drama}
          disabledReason={canCoordinate ? undefined : t('cohort.readOnly')}
          onPress={() => setAsking(true)}
        >
          {last ? t('rehearsal.begin.again') : t('rehearsal.begin')}
        </Button>
      )}
      {isAsking && <RehearseForm cohort={cohort} onClose={() => setAsking(false)} />}
    </Card>
  );
}
