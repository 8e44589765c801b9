import { MOST_MILESTONES } from '@ithaca/domain/goal';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { DatePicker } from '../../ui/date-picker.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** A step as it is written; with an id it is one that the goal has already. */
export interface Step {
  id?: string | undefined;
  title: string;
  dueOn: string | null;
}

export const emptyStep: Step = { title: '', dueOn: null };

/** The steps of a goal, each with its day; one without words is left out when the goal is saved. */
export function StepFields({
  steps,
  onChange,
}: {
  steps: readonly Step[];
  onChange: (steps: Step[]) => void;
}) {
  const t = useText();
  const set = (index: number, part: Partial<Step>) =>
    onChange(steps.map((step, other) => (other === index ? { ...step, ...part } : step)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-dense font-medium">
        {t('goals.steps')} <span className="font-normal text-muted">{t('ui.optional')}</span>
      </legend>
      {steps.map((step, index) => (
        <div key={step.id ?? `new ${index}`} className="flex items-start gap-1">
          <div className="grid min-w-0 flex-1 gap-1 sm:grid-cols-[1fr_10rem]">
            <TextField
              label={t('goals.step.n', { n: index + 1 })}
              isLabelHidden
              placeholder={t('goals.step.n', { n: index + 1 })}
              maxLength={200}
              value={step.title}
              onChange={(title) => set(index, { title })}
            />
            <DatePicker
              label={t('goals.step.dueOn', { n: index + 1 })}
              isLabelHidden
              value={step.dueOn}
              onChange={(dueOn) => set(index, { dueOn })}
            />
          </div>
          <IconButton
            icon={X}
            label={t('goals.step.remove', { n: index + 1 })}
            onPress={() => onChange(steps.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      {steps.length < MOST_MILESTONES && (
        <Button
          size="small"
          variant="quiet"
          icon={Plus}
          className="-ms-2 self-start"
          onPress={() => onChange([...steps, emptyStep])}
        >
          {t('goals.step.add')}
        </Button>
      )}
    </fieldset>
  );
}
