import type { Goal } from '@ithaca/contracts/goals';
import { useState } from 'react';
import { ApiProblem } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { DatePicker } from '../../ui/date-picker.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useUpdateGoal } from './goals.queries.ts';
import { StepFields, type Step } from './step-fields.tsx';

const wordsOf = ({ title, measure, dueOn, milestones }: Goal) =>
  JSON.stringify([title, measure, dueOn, milestones.map((step) => [step.id, step.title, step.dueOn])]);

/** My steps, those that the partner has removed meanwhile as new ones. */
const withKnown = (mine: readonly Step[], now: Goal['milestones']): Step[] =>
  mine.map(({ id, title, dueOn }) =>
    now.some((one) => one.id === id) ? { id, title, dueOn } : { title, dueOn },
  );

/** Change a goal's words, day or steps. `goal` stays current: when the partner saved meanwhile, theirs is shown and mine kept. */
export function EditGoalForm({
  pairingId,
  goal,
  onClose,
}: {
  pairingId: string;
  goal: Goal;
  onClose: () => void;
}) {
  const t = useText();
  const { day } = useFormat();
  const [seen, setSeen] = useState(goal);
  const [title, setTitle] = useState(goal.title);
  const [measure, setMeasure] = useState(goal.measure);
  const [dueOn, setDueOn] = useState(goal.dueOn);
  const [steps, setSteps] = useState<readonly Step[]>(goal.milestones);
  const [isTried, setTried] = useState(false);
  const update = useUpdateGoal(pairingId, goal.id, { showsProblem: true });
  const isEmpty = title.trim() === '';
  const isStale = update.error instanceof ApiProblem && update.error.code === 'record.changed';
  const send = () => {
    setTried(true);
    if (isEmpty) return;
    // A ticked step raises the version too: only other words are worth a question.
    const isSame = wordsOf(goal) === wordsOf(seen);
    update.mutate(
      {
        changes: {
          title: title.trim(),
          measure: measure.trim(),
          dueOn,
          milestones: steps.flatMap(({ id, title: words, dueOn: day }) =>
            words.trim() === '' ? [] : [{ ...(id !== undefined && { id }), title: words.trim(), dueOn: day }],
          ),
        },
        version: isSame ? goal.version : seen.version,
      },
      {
        onSuccess: () => {
          showToast({ title: t('goals.saved') });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('goals.edit')}
      onSubmit={send}
      failure={
        isStale ? (
          <Banner
            tone="warning"
            isAnnounced
            title={t('goals.changed')}
            actions={
              <Button
                size="small"
                onPress={() => {
                  setSteps((mine) => withKnown(mine, goal.milestones));
                  setSeen(goal);
                  update.reset();
                }}
              >
                {t('goals.keepMine')}
              </Button>
            }
          >
            <p dir="auto">{goal.title}</p>
            {goal.measure && <p dir="auto">{goal.measure}</p>}
            {goal.dueOn && <p>{t('goals.due', { day: day(goal.dueOn) })}</p>}
            {goal.milestones.length > 0 && (
              <ul className="list-disc ps-5">
                {goal.milestones.map(({ id, title: words }) => (
                  <li key={id} dir="auto">
                    {words}
                  </li>
                ))}
              </ul>
            )}
          </Banner>
        ) : (
          <ProblemBanner problem={update.error} />
        )
      }
      sendLabel={t('goals.save')}
      isSending={update.isPending}
      sendButton={{ isDisabled: isStale }}
    >
      <TextField
        label={t('goals.field.title')}
        maxLength={200}
        value={title}
        onChange={setTitle}
        error={isTried && isEmpty ? t('problem.field.required') : undefined}
      />
      <TextArea
        label={t('goals.field.measure')}
        isOptional
        rows={2}
        maxLength={600}
        description={t('goals.field.measure.help')}
        value={measure}
        onChange={setMeasure}
      />
      <DatePicker label={t('goals.field.dueOn')} isOptional value={dueOn} onChange={setDueOn} />
      <StepFields steps={steps} onChange={setSteps} />
    </FormDialog>
  );
}
