import type { ReportSchedule } from '@ithaca/contracts/report-schedules';
import type { SavedReport } from '@ithaca/contracts/saved-reports';
import { reportRhythms, reportScheduleLimits, type ReportRhythm } from '@ithaca/domain/report-schedule';
import { useQuery } from '@tanstack/react-query';
import Mail from 'lucide-react/icons/mail';
import { useDeferredValue, useState } from 'react';
import { choiceOf } from '../../../lib/colleagues.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Link } from '../../../ui/link.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Status } from '../../../ui/status.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import {
  reportReadersQuery,
  reportSchedulesQuery,
  useMakeSchedule,
  usePauseSchedule,
  useRemoveSchedule,
} from './report-schedules.queries.ts';

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
                  <Item
                    key={schedule.id}
                    schedule={schedule}
                    savedReportId={saved.id}
                    mayAct={canCoordinate}
                  />
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

type ItemProps = { schedule: ReportSchedule; savedReportId: string; mayAct: boolean };

function Item({ schedule, savedReportId, mayAct }: ItemProps) {
  const t = useText();
  const { instant, list } = useFormat();
  const [isLeaving, setLeaving] = useState(false);
  const pause = usePauseSchedule(savedReportId);
  const remove = useRemoveSchedule(savedReportId);
  const { rhythm, readers, isPaused, end, lastRun, nextAt } = schedule;
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
        <p className="text-caption text-muted">
          {lastRun ? (
            <Link href={`/reports/sent/${lastRun.id}`}>
              {t('shared.mail.last', { when: instant(lastRun.at) })}
            </Link>
          ) : (
            t('shared.mail.never')
          )}
        </p>
      </div>
      {mayAct && (
        <div className="flex flex-wrap gap-2">
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

function MakeSchedule({ saved, onClose }: { saved: SavedReport; onClose: () => void }) {
  const t = useText();
  const [rhythm, setRhythm] = useState<ReportRhythm>('monthly');
  const [personIds, setPersonIds] = useState<string[]>([]);
  const [isTried, setTried] = useState(false);
  const make = useMakeSchedule(saved.id);
  const send = () => {
    setTried(true);
    if (personIds.length === 0) return;
    make.mutate(
      { rhythm, personIds },
      {
        onSuccess: () => {
          onClose();
          showToast({ tone: 'success', title: t('shared.mail.made') });
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('shared.mail.make.title', { name: saved.name })}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isLoading={make.isPending} onPress={send}>
            {t('shared.mail.make')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RadioGroup
          label={t('shared.mail.rhythm')}
          description={t('shared.mail.rhythm.what')}
          choices={reportRhythms.map((id) => ({
            id,
            label: t(`shared.mail.rhythm.${id}`),
            description: t(`shared.mail.rhythm.${id}.what`),
          }))}
          value={rhythm}
          onChange={setRhythm}
        />
        <ReadersField
          savedReportId={saved.id}
          value={personIds}
          onChange={setPersonIds}
          error={isTried && personIds.length === 0 ? t('shared.mail.readers.missing') : undefined}
        />
        <ProblemBanner problem={make.error} />
      </div>
    </Dialog>
  );
}

type ReadersFieldProps = {
  savedReportId: string;
  value: string[];
  onChange: (ids: string[]) => void;
  error: string | undefined;
};

/** People who may read the report, found by typing; at first those who have a role. */
function ReadersField({ savedReportId, value, onChange, error }: ReadersFieldProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<ReturnType<typeof choiceOf>[]>([]);
  const { data } = useQuery(reportReadersQuery(savedReportId, useDeferredValue(typed.trim())));
  const found = (data?.items ?? [])
    .filter(({ personId }) => !value.includes(personId))
    .map(({ personId, ...person }) => choiceOf({ id: personId, ...person }));
  const choices = [...found, ...chosen];
  return (
    <TagField
      label={t('shared.mail.readers')}
      description={t('shared.mail.readers.what')}
      choices={choices}
      value={value}
      limit={reportScheduleLimits.readers}
      onInputChange={setTyped}
      onChange={(ids) => {
        setChosen(choices.filter(({ id }) => ids.includes(id)));
        onChange(ids);
      }}
      error={error}
    />
  );
}
