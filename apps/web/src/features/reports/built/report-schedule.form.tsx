import type { ReportSchedule } from '@ithaca/contracts/report-schedules';
import type { SavedReport } from '@ithaca/contracts/saved-reports';
import { reportRhythms, reportScheduleLimits, type ReportRhythm } from '@ithaca/domain/report-schedule';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { choiceOf } from '../../../lib/colleagues.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { reportReadersQuery, useChangeReaders, useMakeSchedule } from './report-schedules.queries.ts';

type Readers = ReportSchedule['readers'];
type FormProps = { saved: SavedReport; onClose: () => void };

/** Lets a report go out by mail. */
export function MakeSchedule({ saved, onClose }: FormProps) {
  const t = useText();
  const [rhythm, setRhythm] = useState<ReportRhythm>('monthly');
  const make = useMakeSchedule(saved.id);
  return (
    <ReadersDialog
      savedReportId={saved.id}
      title={t('shared.mail.make.title', { name: saved.name })}
      verb={t('shared.mail.make')}
      done={t('shared.mail.made')}
      readers={[]}
      save={make}
      onSave={(personIds, onSuccess) => make.mutate({ rhythm, personIds }, { onSuccess })}
      onClose={onClose}
    >
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
    </ReadersDialog>
  );
}

/** To whom it goes from the next mail on. */
export function ChangeReaders({ saved, schedule, onClose }: FormProps & { schedule: ReportSchedule }) {
  const t = useText();
  const change = useChangeReaders(saved.id);
  return (
    <ReadersDialog
      savedReportId={saved.id}
      title={t('shared.mail.change.title', { name: saved.name })}
      verb={t('common.save')}
      done={t('shared.mail.changed')}
      readers={schedule.readers}
      save={change}
      onSave={(personIds, onSuccess) => change.mutate({ ...schedule, personIds }, { onSuccess })}
      onClose={onClose}
    />
  );
}

type ReadersDialogProps = {
  savedReportId: string;
  title: string;
  verb: string;
  done: string;
  readers: Readers;
  save: { isPending: boolean; error: unknown };
  onSave: (personIds: string[], onSuccess: () => void) => void;
  onClose: () => void;
  /** What else is to be chosen. */
  children?: ReactNode;
};

function ReadersDialog({
  savedReportId,
  title,
  verb,
  done,
  readers,
  save,
  onSave,
  onClose,
  children,
}: ReadersDialogProps) {
  const t = useText();
  const [personIds, setPersonIds] = useState(readers.map(({ personId }) => personId));
  const [isTried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (personIds.length === 0) return;
    onSave(personIds, () => {
      onClose();
      showToast({ tone: 'success', title: done });
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isLoading={save.isPending} onPress={send}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {children}
        <ReadersField
          savedReportId={savedReportId}
          first={readers}
          value={personIds}
          onChange={setPersonIds}
          error={isTried && personIds.length === 0 ? t('shared.mail.readers.missing') : undefined}
        />
        <ProblemBanner problem={save.error} />
      </div>
    </Dialog>
  );
}

type ReadersFieldProps = {
  savedReportId: string;
  /** Who is chosen when it opens. */
  first: Readers;
  value: string[];
  onChange: (ids: string[]) => void;
  error: string | undefined;
};

/** People who may read the report, found by typing; at first those who have a role. */
function ReadersField({ savedReportId, first, value, onChange, error }: ReadersFieldProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(() =>
    first.map(({ personId, displayName }) =>
      choiceOf({ id: personId, displayName, jobTitle: '', department: '' }),
    ),
  );
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
