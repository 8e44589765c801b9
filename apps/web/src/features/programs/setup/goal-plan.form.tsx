import { goalPlan as goalPlanSchema, type GoalPlan } from '@ithaca/contracts/goal-plans';
import { GOAL_PLAN_LIMITS } from '@ithaca/domain/goal-plan';
import type { Locale } from '@ithaca/domain/vocabulary';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import * as z from 'zod/mini';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useDraft } from './use-draft.ts';

const nothing = { title: '', measure: '', steps: [] as string[] };

/** What is kept: no language in which nothing is said. */
function soundOf(draft: GoalPlan) {
  const texts = Object.entries(draft.texts ?? {}).filter(
    ([, { title, measure, steps }]) => [title, measure, ...steps].join('').trim() !== '',
  );
  return z.safeParse(goalPlanSchema, { ...draft, texts: Object.fromEntries(texts) });
}

/** A goal to start from, in every language that people read here. */
export function GoalPlanForm({
  plan,
  isNew,
  locales,
  onSave,
  onClose,
}: {
  plan: GoalPlan;
  isNew: boolean;
  /** The languages that people read here beside the organisation's own. */
  locales: readonly Locale[];
  onSave: (plan: GoalPlan) => void;
  onClose: () => void;
}) {
  const t = useText();
  const { language } = useFormat();
  const { draft, set, first, markTried, errorIn } = useDraft(plan);
  const result = soundOf(draft);
  const errorAt = errorIn(result.error);
  return (
    <FormDialog
      size="large"
      title={t(isNew ? 'programs.plan.new' : 'programs.plan.change')}
      sendLabel={t('programs.plan.save')}
      onSubmit={() => {
        markTried();
        if (result.data) onSave(result.data);
      }}
      onClose={onClose}
    >
      <TextField
        label={t('programs.plan.title')}
        value={draft.title}
        onChange={(title) => set({ title })}
        inputRef={first}
        maxLength={200}
        error={errorAt('title')}
      />
      <TextArea
        label={t('programs.plan.measure')}
        isOptional
        rows={2}
        maxLength={600}
        value={draft.measure}
        onChange={(measure) => set({ measure })}
        error={errorAt('measure')}
      />
      <NumberField
        label={t('programs.plan.days')}
        description={t('programs.plan.days.what')}
        isOptional
        minValue={0}
        maxValue={GOAL_PLAN_LIMITS.days}
        value={draft.days ?? Number.NaN}
        onChange={(days) => set({ days: Number.isNaN(days) ? null : days })}
        error={errorAt('days')}
      />
      <Steps
        steps={draft.steps}
        errorAt={(index) => errorAt('steps', index, 'title')}
        onChange={(steps) => set({ steps })}
        onRemove={(index) => set(withoutStep(draft, index))}
      />
      {locales.map((locale) => {
        const words = draft.texts?.[locale] ?? nothing;
        const say = (part: Partial<typeof words>) =>
          set({ texts: { ...draft.texts, [locale]: { ...words, ...part } } });
        const name = language(locale);
        return (
          <fieldset key={locale} className="flex flex-col gap-4 border-t pt-4">
            <legend className="sr-only">{name}</legend>
            <TextField
              label={t('programs.plan.title.in', { language: name })}
              isOptional
              maxLength={200}
              value={words.title}
              onChange={(title) => say({ title })}
              error={errorAt('texts', locale, 'title')}
            />
            <TextArea
              label={t('programs.plan.measure.in', { language: name })}
              isOptional
              rows={2}
              maxLength={600}
              value={words.measure}
              onChange={(measure) => say({ measure })}
              error={errorAt('texts', locale, 'measure')}
            />
            {draft.steps.length > 0 && (
              <TextArea
                label={t('programs.plan.steps.in', { language: name })}
                description={t('programs.texts.options.what', { count: draft.steps.length })}
                isOptional
                rows={Math.min(6, draft.steps.length)}
                value={words.steps.join('\n')}
                onChange={(lines) => say({ steps: lines.split('\n').slice(0, draft.steps.length) })}
                error={errorAt('texts', locale, 'steps')}
              />
            )}
          </fieldset>
        );
      })}
    </FormDialog>
  );
}

/** A step goes in every language. */
function withoutStep({ steps, texts }: GoalPlan, index: number): Pick<GoalPlan, 'steps' | 'texts'> {
  const others = Object.entries(texts ?? {}).map(([locale, words]) => [
    locale,
    { ...words, steps: words.steps.filter((_, other) => other !== index) },
  ]);
  return { steps: steps.filter((_, other) => other !== index), texts: Object.fromEntries(others) };
}

function Steps({
  steps,
  errorAt,
  onChange,
  onRemove,
}: {
  steps: GoalPlan['steps'];
  errorAt: (index: number) => string | undefined;
  onChange: (steps: GoalPlan['steps']) => void;
  onRemove: (index: number) => void;
}) {
  const t = useText();
  const set = (index: number, part: Partial<GoalPlan['steps'][number]>) =>
    onChange(steps.map((step, other) => (other === index ? { ...step, ...part } : step)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-dense font-medium">
        {t('programs.plan.steps')} <span className="font-normal text-muted">{t('ui.optional')}</span>
      </legend>
      {steps.map((step, index) => (
        <div key={index} className="flex items-start gap-1">
          <div className="grid min-w-0 flex-1 grid-cols-[1fr_6.5rem] gap-1">
            <TextField
              label={t('programs.plan.step', { n: index + 1 })}
              isLabelHidden
              placeholder={t('programs.plan.step', { n: index + 1 })}
              maxLength={200}
              value={step.title}
              onChange={(title) => set(index, { title })}
              error={errorAt(index)}
            />
            <NumberField
              label={t('programs.plan.step.day', { n: index + 1 })}
              isLabelHidden
              minValue={0}
              maxValue={GOAL_PLAN_LIMITS.days}
              value={step.day ?? Number.NaN}
              onChange={(day) => set(index, { day: Number.isNaN(day) ? null : day })}
            />
          </div>
          <IconButton
            icon={X}
            label={t('programs.plan.step.remove', { n: index + 1 })}
            onPress={() => onRemove(index)}
          />
        </div>
      ))}
      {steps.length < GOAL_PLAN_LIMITS.steps && (
        <Button
          size="small"
          variant="quiet"
          icon={Plus}
          className="-ms-2 self-start"
          onPress={() => onChange([...steps, { title: '', day: null }])}
        >
          {t('programs.plan.step.add')}
        </Button>
      )}
    </fieldset>
  );
}
