import type { Pairing } from '@ithaca/contracts/pairings';
import type { GoalPlan } from '@ithaca/contracts/goal-plans';
import { goalFrom, goalPlanIn } from '@ithaca/domain/goal-plan';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { problemsOf, resolverOf, showFieldProblems } from '../../lib/form.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { todayIn } from '../../lib/today.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { DatePicker } from '../../ui/date-picker.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { goalPlansQuery, useAddGoal, type NewGoal } from './goals.queries.ts';
import { emptyStep, StepFields } from './step-fields.tsx';

/** A goal with a measure and steps; what the program offers to start from. Steps without words are left out. */
export function AddGoalForm({
  pairingId,
  owners,
  onClose,
}: {
  pairingId: string;
  /** Mentees of a circle, when its mentor writes. */
  owners?: Pairing['members'] | undefined;
  onClose: () => void;
}) {
  const t = useText();
  const add = useAddGoal(pairingId);
  const resolve = resolverOf<NewGoal>(
    async () => (await import('@ithaca/contracts/goals')).goalRoutes.add.body,
  );
  const form = useForm<NewGoal, unknown, NewGoal>({
    resolver: (values, context, options) =>
      resolve(
        { ...values, milestones: values.milestones.filter(({ title }) => title.trim() !== '') },
        context,
        options,
      ),
    defaultValues: {
      title: '',
      measure: '',
      dueOn: null,
      milestones: [emptyStep],
      ...(owners?.[0] && { ownerId: owners[0].personId }),
    },
    mode: 'onTouched',
  });
  const { person } = useSession();
  const { locale } = useLocale();
  const plans = useQuery(goalPlansQuery(pairingId)).data?.items ?? [];
  const take = (plan: GoalPlan) => {
    const goal = goalFrom(goalPlanIn(plan, locale), todayIn(person.timeZone));
    form.setValue('title', goal.title, { shouldValidate: true });
    form.setValue('measure', goal.measure);
    form.setValue('dueOn', goal.dueOn);
    form.setValue('milestones', goal.milestones.length > 0 ? goal.milestones : [emptyStep]);
    form.setFocus('title');
  };
  const submit = form.handleSubmit((goal) =>
    add.mutate(goal, {
      onSuccess: () => {
        showToast({ title: t('goals.added') });
        onClose();
      },
      onError: (error) => showFieldProblems(form, error),
    }),
  );
  return (
    <FormDialog
      onClose={onClose}
      title={t('goals.add')}
      description={t('goals.add.what')}
      onSubmit={() => void submit()}
      problems={form.formState.isSubmitted ? problemsOf(form.formState.errors) : []}
      onGoTo={(field) => form.setFocus(field as 'title')}
      failure={<ProblemBanner problem={add.error} />}
      sendLabel={t('goals.add')}
      isSending={add.isPending}
    >
      {owners && (
        <Controller
          control={form.control}
          name="ownerId"
          render={({ field: { value, onChange } }) => (
            <Select
              label={t('goals.field.owner')}
              choices={owners.map(({ personId, displayName }) => ({ id: personId, label: displayName }))}
              value={value ?? null}
              onChange={onChange}
            />
          )}
        />
      )}
      {plans.length > 0 && <Plans plans={plans} onTake={take} />}
      <Controller
        control={form.control}
        name="title"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextField
            {...field}
            label={t('goals.field.title')}
            maxLength={200}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="measure"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextArea
            {...field}
            label={t('goals.field.measure')}
            isOptional
            rows={2}
            maxLength={600}
            description={t('goals.field.measure.help')}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="dueOn"
        render={({ field: { value, onChange } }) => (
          <DatePicker label={t('goals.field.dueOn')} isOptional value={value} onChange={onChange} />
        )}
      />
      <Controller
        control={form.control}
        name="milestones"
        render={({ field: { value, onChange } }) => <StepFields steps={value} onChange={onChange} />}
      />
    </FormDialog>
  );
}

/** Examples and plans of the program; one press fills the form. */
function Plans({ plans, onTake }: { plans: readonly GoalPlan[]; onTake: (plan: GoalPlan) => void }) {
  const t = useText();
  const { locale } = useLocale();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-dense font-medium">{t('goals.examples')}</legend>
      <p className="text-dense text-muted">{t('goals.examples.what')}</p>
      <ul className="grid gap-2 sm:grid-cols-2">
        {plans.map((plan, index) => {
          const { title, days, steps } = goalPlanIn(plan, locale);
          return (
            <li key={index} className="flex">
              <Button
                onPress={() => onTake(plan)}
                className="h-auto! w-full justify-start! py-2! text-start whitespace-normal!"
              >
                <span className="flex min-w-0 flex-col">
                  <span dir="auto">{title}</span>
                  <span className="text-dense font-normal text-muted">
                    {[
                      t('goals.plan.steps', { count: steps.length }),
                      ...(days === null ? [] : [t('goals.plan.days', { count: days })]),
                    ].join(' · ')}
                  </span>
                </span>
              </Button>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
