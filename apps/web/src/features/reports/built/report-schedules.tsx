import type { ReportSchedule } from '@ithaca/contracts/report-schedules';
import type { SavedReport } from '@ithaca/contracts/saved-reports';
import { reportScheduleLimits } from '@ithaca/domain/report-schedule';
import { useQuery } from '@tanstack/react-query';
import Mail from 'lucide-react/icons/mail';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Link } from '../../../ui/link.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Status } from '../../../ui/status.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { reportSchedulesQuery, usePauseSchedule, useRemoveSchedule } from './report-schedules.queries.ts';

const form = () => import('./report-schedule.form.tsx');
const MakeSchedule = lazyLayer(async () => (await form()).MakeSchedule);
const ChangeReaders = lazyLayer(async () => (await form()).ChangeReaders);

/** How a saved report goes out by mail. */
export function ReportSchedules({ saved }: { saved: SavedReport }) {
  const t = useText();
  const { program, canCoordinate } = useCohort();
  const [isMaking, setMaking] = useState(false);
  const query = useQuery(reportSchedulesQuery(saved.id));
  const isFull = (query.data?.items.length ?? 0) >= reportScheduleLimits.perReport;
  const isOver = program.cohorts.every(
    ({ id, state }) => !saved.question.cohortIds.includes(id) || state === 'closed' || state === 'archived',
  );
  const whyNot = isOver ? t('shared.mail.over') : isFull ? t('shared.mail.full') : undefined;
  const reason = canCoordinate ? whyNot : t('cohort.readOnly');
  return (
    <div className="no-print">
      <Card
        level={3}
        title={t('shared.mail')}
        description={t('shared.mail.what')}
        actions={
          <Button icon={Mail} onPress={() => setMaking(true)} disabledReason={reason}>
            {t('shared.mail.make')}
          </Button>
        }
      >
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="text-dense text-muted">{t('shared.mail.none')}</p>
            ) : (
              <ul aria-label={t('shared.mail')} className="divide-y divide-divider">
                {items.map((schedule) => (
                  <Item key={schedule.id} schedule={schedule} saved={saved} mayAct={canCoordinate} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
      {isMaking && <MakeSchedule saved={saved} onClose={() => setMaking(false)} />}
    </div>
  );
}

type ItemProps = { schedule: ReportSchedule; saved: SavedReport; mayAct: boolean };

function Item({ schedule, saved, mayAct }: ItemProps) {
  const t = useText();
  const { instant, list } = useFormat();
  const [isLeaving, setLeaving] = useState(false);
  const [isChanging, setChanging] = useState(false);
  const pause = usePauseSchedule(saved.id);
  const remove = useRemoveSchedule(saved.id);
  const { rhythm, readers, isPaused, end, runs, nextAt } = schedule;
  const names = list(readers.map(({ displayName }) => displayName));
  const which = { rhythm: t(`shared.mail.rhythm.${rhythm}`), names };
  const rest = end ? t('shared.mail.ended') : isPaused ? t('shared.mail.paused') : null;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="text-dense">
          <Status tone={nextAt ? 'success' : 'neutral'} look="plain">
            {which.rhythm}
            {rest !== null && ` · ${rest}`}
          </Status>
        </p>
        {end && <p className="text-caption text-muted">{t(`shared.mail.end.${end}`)}</p>}
        {nextAt && (
          <p className="text-caption text-muted">{t('shared.mail.next', { when: instant(nextAt) })}</p>
        )}
        <p className="text-caption text-muted">{t('shared.mail.to', { names })}</p>
        <Runs runs={runs} />
      </div>
      {mayAct && (
        <div className="flex flex-wrap gap-2">
          {(end === null || end === 'nobody-left') && (
            <Button
              size="small"
              aria-label={t('shared.mail.change.of', which)}
              onPress={() => setChanging(true)}
            >
              {t('shared.mail.change')}
            </Button>
          )}
          {!end && (
            <Button
              size="small"
              aria-label={t(isPaused ? 'shared.mail.resume.of' : 'shared.mail.pause.of', which)}
              isLoading={pause.isPending}
              onPress={() => pause.mutate({ ...schedule, isPaused: !isPaused })}
            >
              {t(isPaused ? 'shared.mail.resume' : 'shared.mail.pause')}
            </Button>
          )}
          <Button
            size="small"
            aria-label={t('shared.mail.remove.of', which)}
            onPress={() => setLeaving(true)}
          >
            {t('shared.mail.remove')}
          </Button>
        </div>
      )}
      {isChanging && <ChangeReaders saved={saved} schedule={schedule} onClose={() => setChanging(false)} />}
      <ConfirmDialog
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        title={t('shared.mail.remove.title')}
        confirmLabel={t('shared.mail.remove')}
        isDangerous
        isLoading={remove.isPending}
        failure={<ProblemBanner problem={remove.error} />}
        onConfirm={() =>
          remove.mutate(schedule, {
            onSuccess: () => {
              setLeaving(false);
              showToast({ tone: 'success', title: t('shared.mail.removed') });
            },
          })
        }
      >
        <p>{t('shared.mail.remove.what', { names })}</p>
      </ConfirmDialog>
    </li>
  );
}

/** When it went out of late, to how many, and what of it could not be delivered. */
function Runs({ runs }: Pick<ReportSchedule, 'runs'>) {
  const t = useText();
  const { instant, number } = useFormat();
  if (runs.length === 0) return <p className="text-caption text-muted">{t('shared.mail.never')}</p>;
  return (
    <ul aria-label={t('shared.mail.runs')} className="flex flex-col gap-0.5 text-caption">
      {runs.map(({ id, at, people, failed }) => (
        <li key={id} className="flex flex-wrap gap-x-2">
          <Link href={`/reports/sent/${id}`}>
            {t('shared.mail.run', { when: instant(at), count: people, shown: number(people) })}
          </Link>
          {failed > 0 && (
            <Status tone="danger" look="plain">
              {t('shared.mail.failed', { count: failed, shown: number(failed) })}
            </Status>
          )}
        </li>
      ))}
    </ul>
  );
}
