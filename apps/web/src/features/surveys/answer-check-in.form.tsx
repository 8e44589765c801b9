import { checkInRoutes, type CheckIn } from '@ithaca/contracts/surveys';
import { Controller, useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Form } from '../../ui/form.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useAnswerCheckIn, type CheckInAnswer } from './surveys.queries.ts';

const often = ['yes', 'sometimes', 'no'] as const;
const scale = [1, 2, 3, 4, 5] as const;

/** Before it is sent the first two may still be open. */
type Draft = Omit<CheckInAnswer, 'meetingRegularly' | 'usefulness'> & {
  meetingRegularly: CheckInAnswer['meetingRegularly'] | null;
  usefulness: number | null;
};

type AnswerCheckInFormProps = { checkIn: CheckIn; names: string; onDone: () => void };

/** Three questions; beside each, who reads the answer. */
export function AnswerCheckInForm({ checkIn, names, onDone }: AnswerCheckInFormProps) {
  const t = useText();
  const answer = useAnswerCheckIn(checkIn);
  const form = useForm<Draft>({
    defaultValues: {
      meetingRegularly: checkIn.meetingRegularly,
      usefulness: checkIn.usefulness,
      change: checkIn.change,
      sharedWithPartner: checkIn.sharedWithPartner,
    },
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit((draft) => {
    const checked = z.safeParse(checkInRoutes.answer.body, draft);
    if (checked.success) answer.mutate(checked.data, { onSuccess: onDone });
  });
  const needed = { validate: (value: unknown) => value !== null || t('surveys.choose') };
  return (
    <Form
      label={t('surveys.title')}
      onSubmit={() => void submit()}
      problems={Object.entries(errors).map(([field, error]) => ({
        field,
        message: `${t(`surveys.${field === 'usefulness' ? 'useful' : 'meeting'}`)} ${error.message ?? ''}`,
      }))}
      onGoTo={(field) => document.querySelector<HTMLElement>(`[data-field="${field}"] input`)?.focus()}
      failure={<ProblemBanner problem={answer.error} />}
      actions={
        <>
          {checkIn.answeredAt !== null && <Button onPress={onDone}>{t('common.cancel')}</Button>}
          <Button type="submit" variant="primary" isLoading={answer.isPending}>
            {t('surveys.send')}
          </Button>
        </>
      }
    >
      <Card>
        <div data-field="meetingRegularly">
          <Controller
            control={form.control}
            name="meetingRegularly"
            rules={needed}
            render={({ field, fieldState }) => (
              <RadioGroup
                layout="row"
                label={t('surveys.meeting')}
                choices={often.map((id) => ({ id, label: t(`surveys.meeting.${id}`) }))}
                value={field.value}
                onChange={field.onChange}
                seenBy={t('surveys.seenBy.meeting', { name: names })}
                error={fieldState.error?.message}
              />
            )}
          />
        </div>
      </Card>
      <Card>
        <div data-field="usefulness">
          <Controller
            control={form.control}
            name="usefulness"
            rules={needed}
            render={({ field, fieldState }) => (
              <RadioGroup
                layout="row"
                label={t('surveys.useful')}
                choices={scale.map((value) => ({ id: String(value), label: t(`surveys.useful.${value}`) }))}
                value={field.value === null ? null : String(field.value)}
                onChange={(value) => field.onChange(Number(value))}
                seenBy={t('surveys.seenBy.useful')}
                error={fieldState.error?.message}
              />
            )}
          />
        </div>
      </Card>
      <Card>
        <Controller
          control={form.control}
          name="change"
          render={({ field: { ref, ...field } }) => (
            <TextArea
              {...field}
              label={t('surveys.change')}
              isOptional
              rows={3}
              maxLength={2000}
              inputRef={ref}
              seenBy={t('surveys.seenBy.change', { name: names })}
            />
          )}
        />
      </Card>
    </Form>
  );
}
