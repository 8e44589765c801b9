import type { CheckIn } from '@ithaca/contracts/surveys';
import { useState } from 'react';
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

const needed = ['meetingRegularly', 'usefulness'] as const;
type Needed = (typeof needed)[number];

type AnswerCheckInFormProps = { checkIn: CheckIn; names: string; onDone: () => void };

/** Three questions; beside each, who reads the answer. */
export function AnswerCheckInForm({ checkIn, names, onDone }: AnswerCheckInFormProps) {
  const t = useText();
  const answer = useAnswerCheckIn(checkIn);
  const [draft, setDraft] = useState<Draft>({
    meetingRegularly: checkIn.meetingRegularly,
    usefulness: checkIn.usefulness,
    change: checkIn.change,
    sharedWithPartner: checkIn.sharedWithPartner,
  });
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  // Nothing is called missing before somebody wanted to send it.
  const [isTried, setTried] = useState(false);
  const missing = isTried ? needed.filter((field) => draft[field] === null) : [];
  const errorAt = (field: Needed) => (missing.includes(field) ? t('surveys.choose') : undefined);
  const readers = (question: 'meeting' | 'useful' | 'change') =>
    t(`surveys.seenBy.${question}${draft.sharedWithPartner ? '.shared' : ''}`, { name: names });
  const submit = async () => {
    setTried(true);
    if (needed.some((field) => draft[field] === null)) return;
    const { data } = await checkBy(
      async () => (await import('@ithaca/contracts/surveys')).checkInRoutes.answer.body,
      draft,
    );
    if (data) answer.mutate(data as CheckInAnswer, { onSuccess: onDone });
  };
  return (
    <Form
      label={t('surveys.title')}
      onSubmit={() => void submit()}
      problems={missing.map((field) => ({
        field,
        message: `${t(`surveys.${field === 'usefulness' ? 'useful' : 'meeting'}`)} ${t('surveys.choose')}`,
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
          <RadioGroup
            layout="row"
            label={t('surveys.meeting')}
            choices={often.map((id) => ({ id, label: t(`surveys.meeting.${id}`) }))}
            value={draft.meetingRegularly}
            onChange={(meetingRegularly) => set({ meetingRegularly })}
            seenBy={readers('meeting')}
            error={errorAt('meetingRegularly')}
          />
        </div>
      </Card>
      <Card>
        <div data-field="usefulness">
          <RadioGroup
            layout="row"
            label={t('surveys.useful')}
            choices={scale.map((value) => ({ id: String(value), label: t(`surveys.useful.${value}`) }))}
            value={draft.usefulness === null ? null : String(draft.usefulness)}
            onChange={(value) => set({ usefulness: Number(value) })}
            seenBy={readers('useful')}
            error={errorAt('usefulness')}
          />
        </div>
      </Card>
      <Card>
        <TextArea
          label={t('surveys.change')}
          isOptional
          rows={3}
          maxLength={2000}
          value={draft.change}
          onChange={(change) => set({ change })}
          seenBy={readers('change')}
        />
      </Card>
      <Card>
        <Checkbox
          isSelected={draft.sharedWithPartner}
          onChange={(sharedWithPartner) => set({ sharedWithPartner })}
          description={t('surveys.share.what', { name: names })}
        >
          {t('surveys.share', { name: names })}
        </Checkbox>
      </Card>
    </Form>
  );
}
