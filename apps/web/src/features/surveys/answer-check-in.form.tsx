import type { CheckIn } from '@ithaca/contracts/surveys';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { checkBy } from '../../lib/check.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
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
  const isShared = useWatch({ control: form.control, name: 'sharedWithPartner' });
  const readers = (question: 'meeting' | 'useful' | 'change') =>
    t(`surveys.seenBy.${question}${isShared ? '.shared' : ''}`, { name: names });
  const submit = form.handleSubmit(async (draft) => {
    const { data } = await checkBy(
      async () => (await import('@ithaca/contracts/surveys')).checkInRoutes.answer.body,
      draft,
    );
    if (data) answer.mutate(data as CheckInAnswer, { onSuccess: onDone });
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
                seenBy={readers('meeting')}
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
                seenBy={readers('useful')}
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
              seenBy={readers('change')}
            />
          )}
        />
      </Card>
      <Card>
        <Controller
          control={form.control}
          name="sharedWithPartner"
          render={({ field: { value, onChange } }) => (
            <Checkbox
              isSelected={value}
              onChange={onChange}
              description={t('surveys.share.what', { name: names })}
            >
              {t('surveys.share', { name: names })}
            </Checkbox>
          )}
        />
      </Card>
    </Form>
  );
}
