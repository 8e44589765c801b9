import type { Pairing } from '@ithaca/contracts/pairings';
import { MOST_MILESTONES } from '@ithaca/domain/goal';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { Controller, useFieldArray, useForm } from 'react-hook-form';
import { problemsOf, resolverOf, showFieldProblems } from '../../lib/form.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { DatePicker } from '../../ui/date-picker.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAddGoal, type NewGoal } from './goals.queries.ts';

const examples = ['talk', 'project', 'network'] as const;
const emptyStep = { title: '', dueOn: null };

/** A goal with a measure and steps; three examples to start from. Steps without words are left out. */
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
  const steps = useFieldArray({ control: form.control, name: 'milestones' });
  const take = (example: (typeof examples)[number]) => {
    form.setValue('title', t(`goals.example.${example}`), { shouldValidate: true });
    form.setValue('measure', t(`goals.example.${example}.measure`));
    steps.replace(
      [1, 2, 3].map((n) => ({ title: t(`goals.example.${example}.${n as 1 | 2 | 3}`), dueOn: null })),
    );
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
    <Dialog
      isOpen
      onClose={onClose}
      title={t('goals.add')}
      description={t('goals.add.what')}
      isDismissable={!add.isPending}
    >
      <Form
        onSubmit={() => void submit()}
        problems={form.formState.isSubmitted ? problemsOf(form.formState.errors) : []}
        onGoTo={(field) => form.setFocus(field as 'title')}
        failure={<ProblemBanner problem={add.error} />}
        actions={
          <>
            <Button onPress={onClose} isDisabled={add.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="primary" isLoading={add.isPending}>
              {t('goals.add')}
            </Button>
          </>
        }
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
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1.5 text-dense text-muted">{t('goals.examples')}</legend>
          <div className="flex flex-wrap gap-2">
            {examples.map((example) => (
              <Button
                key={example}
                size="small"
                onPress={() => take(example)}
                className="whitespace-normal! text-start"
              >
                {t(`goals.example.${example}`)}
              </Button>
            ))}
          </div>
        </fieldset>
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
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-dense font-medium">
            {t('goals.steps')} <span className="font-normal text-muted">{t('ui.optional')}</span>
          </legend>
          {steps.fields.map((step, index) => (
            <div key={step.id} className="flex items-end gap-1">
              <Controller
                control={form.control}
                name={`milestones.${index}.title`}
                render={({ field: { ref, ...field }, fieldState }) => (
                  <TextField
                    {...field}
                    className="flex-1"
                    label={t('goals.step.n', { n: index + 1 })}
                    isLabelHidden
                    maxLength={200}
                    inputRef={ref}
                    error={fieldState.error?.message}
                  />
                )}
              />
              <IconButton
                icon={X}
                label={t('goals.step.remove', { n: index + 1 })}
                onPress={() => steps.remove(index)}
              />
            </div>
          ))}
          {steps.fields.length < MOST_MILESTONES && (
            <Button
              size="small"
              variant="quiet"
              icon={Plus}
              className="-ms-2 self-start"
              onPress={() => steps.append(emptyStep)}
            >
              {t('goals.step.add')}
            </Button>
          )}
        </fieldset>
      </Form>
    </Dialog>
  );
}
