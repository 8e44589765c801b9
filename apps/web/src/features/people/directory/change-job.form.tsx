import { jobSpellRoutes } from '@ithaca/contracts/job-spells';
import type { Person } from '@ithaca/contracts/people';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../lib/api.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useToday } from '../../../lib/today.ts';
import { useSession } from '../../../shell/session.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';

/** Another job from a day on, past or planned; the one before stays in the history. */
export function ChangeJobDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const [startsOn, setStartsOn] = useState<string | null>(useToday(useSession().organisation.timeZone));
  const [jobTitle, setJobTitle] = useState(person.jobTitle);
  const [department, setDepartment] = useState(person.department);
  const [site, setSite] = useState(person.site);
  const [grade, setGrade] = useState(person.grade ?? NaN);
  const [key] = useState(() => crypto.randomUUID());
  const change = useMutation({
    mutationFn: (from: string) =>
      call(
        jobSpellRoutes.change,
        {
          params: { personId: person.id },
          body: {
            startsOn: from,
            jobTitle: jobTitle.trim(),
            department: department.trim(),
            site: site.trim(),
            grade: Number.isNaN(grade) ? null : grade,
          },
          version: person.version,
        },
        { key },
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['people'] });
      showToast({
        tone: 'success',
        title: t('directory.history.changed', { name: person.displayName }),
      });
      onClose();
    },
    meta: { showsProblem: true },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('directory.history.change')}
      description={t('directory.history.change.what')}
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (startsOn !== null) change.mutate(startsOn);
        }}
      >
        <DateField
          label={t('directory.history.from')}
          value={startsOn}
          onChange={setStartsOn}
          error={startsOn === null ? t('problem.field.required') : undefined}
        />
        <TextField label={t('directory.title')} value={jobTitle} onChange={setJobTitle} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t('directory.department')} value={department} onChange={setDepartment} />
          <TextField label={t('directory.site')} value={site} onChange={setSite} />
        </div>
        <NumberField
          label={t('directory.grade')}
          isOptional
          minValue={0}
          maxValue={99}
          value={grade}
          onChange={setGrade}
        />
        <ProblemBanner problem={change.error} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" isLoading={change.isPending}>
            {t('directory.history.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
