import { selfAssessmentRoutes } from '@ithaca/contracts/self-assessments';
import { commonSkills } from '@ithaca/domain/program-templates';
import { ASSESSMENT_LIMITS, type AssessmentPhase } from '@ithaca/domain/self-assessment';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { useAssess, type OwnAssessment } from './growth.queries.ts';

const steps = [1, 2, 3, 4, 5] as const;

type AssessFormProps = {
  pairingId: string;
  mine: OwnAssessment;
  phase: AssessmentPhase;
  onClose: () => void;
};

/** How sure am I of each skill today? At the end without the earlier figures, so that they do not lead. */
export function AssessForm({ pairingId, mine, phase, onClose }: AssessFormProps) {
  const t = useText();
  const assess = useAssess(pairingId, mine);
  const known = mine[phase];
  const [names, setNames] = useState<string[]>(
    (known ?? mine.start)?.skills.map(({ skill }) => skill) ?? mine.suggested,
  );
  const [values, setValues] = useState(new Map(known?.skills.map(({ skill, now }) => [skill, now])));
  const [note, setNote] = useState(known?.note ?? '');
  const [isTried, setTried] = useState(false);
  const missing = names.filter((skill) => !values.has(skill));
  const save = () => {
    setTried(true);
    const body = { phase, note, skills: names.map((skill) => ({ skill, now: values.get(skill) ?? 0 })) };
    const checked = z.safeParse(selfAssessmentRoutes.save.body, body);
    if (checked.success) assess.mutate(checked.data, { onSuccess: onClose });
  };
  return (
    <FormDialog
      size="large"
      onClose={onClose}
      title={t(mine.start ? `growth.assess.${phase}` : 'growth.assess.start')}
      description={t('growth.private')}
      onSubmit={save}
      failure={<ProblemBanner problem={assess.error} />}
      sendLabel={t('growth.save')}
      isSending={assess.isPending}
    >
      <TagField
        label={t('growth.skills')}
        description={t('growth.skills.what')}
        choices={[...new Set([...mine.suggested, ...names, ...commonSkills])].map((id) => ({
          id,
          label: id,
        }))}
        value={names}
        onChange={setNames}
        limit={ASSESSMENT_LIMITS.skills}
        error={isTried && names.length === 0 ? t('growth.skills.none') : undefined}
      />
      {names.map((skill) => (
        <RadioGroup
          key={skill}
          label={skill}
          layout="row"
          choices={steps.map((step) => ({ id: String(step), label: t(`growth.step.${step}`) }))}
          value={values.has(skill) ? String(values.get(skill)) : null}
          onChange={(step) => setValues(new Map(values).set(skill, Number(step)))}
          error={isTried && missing.includes(skill) ? t('growth.missing') : undefined}
        />
      ))}
      <TextArea
        label={t('growth.note')}
        isOptional
        rows={3}
        maxLength={ASSESSMENT_LIMITS.note}
        value={note}
        onChange={setNote}
      />
    </FormDialog>
  );
}
