import type { Ending, Feedback } from '@ithaca/contracts/endings';
import { recommendations } from '@ithaca/domain/extension';
import { Controller, useForm } from 'react-hook-form';
import { resolverOf, showFieldProblems } from '../../../lib/form.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Form } from '../../../ui/form.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useSetFeedback } from './endings.queries.ts';

const nothing: Feedback = { helped: '', differently: '', recommends: null };
const fields = ['helped', 'differently'] as const;

interface FeedbackFormProps {
  pairingId: string;
  feedback: Ending['feedback'];
  /** Who reads it. */
  name: string;
}

/** What helped, one thing to do differently, and whether one would recommend it: who reads which is said beside each. */
export function FeedbackForm({ pairingId, feedback, name }: FeedbackFormProps) {
  const t = useText();
  const save = useSetFeedback(pairingId);
  const form = useForm<Feedback, unknown, Feedback>({
    resolver: resolverOf(
      async () => (await import('@ithaca/contracts/endings')).endingRoutes.setFeedback.body,
    ),
    defaultValues: feedback.mine ?? nothing,
    mode: 'onTouched',
  });
  const submit = form.handleSubmit((next) =>
    save.mutate(next, {
      onSuccess: () => showToast({ tone: 'success', title: t('endings.feedback.saved') }),
      onError: (error) => showFieldProblems(form, error),
    }),
  );
  return (
    <Form
      onSubmit={() => void submit()}
      failure={<ProblemBanner problem={save.error} />}
      actions={
        <Button type="submit" isLoading={save.isPending}>
          {t('endings.feedback.save')}
        </Button>
      }
    >
      {fields.map((part) => (
        <Controller
          key={part}
          control={form.control}
          name={part}
          render={({ field: { ref, ...field }, fieldState }) => (
            <TextArea
              {...field}
              label={t(`endings.feedback.${part}`)}
              isOptional
              rows={3}
              maxLength={2000}
              seenBy={t('endings.feedback.seenBy', { name })}
              inputRef={ref}
              error={fieldState.error?.message}
            />
          )}
        />
      ))}
      <Controller
        control={form.control}
        name="recommends"
        render={({ field: { value, onChange } }) => (
          <RadioGroup
            label={t('endings.feedback.recommends')}
            isOptional
            layout="row"
            seenBy={t('endings.feedback.counted')}
            choices={recommendations.map((id) => ({ id, label: t(`endings.feedback.recommends.${id}`) }))}
            value={value}
            onChange={onChange}
          />
        )}
      />
    </Form>
  );
}
