import { surveyRoutes, type SurveyAnswers, type SurveyAsk } from '@ithaca/contracts/survey-answers';
import { missingSurveyAnswers } from '@ithaca/domain/survey';
import { useState } from 'react';
import * as z from 'zod/mini';
import { SavedLine, SaveProblem, useAutosave } from '../../lib/autosave.tsx';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { goToQuestion, SurveyFields } from '../../lib/survey-fields.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Form } from '../../ui/form.tsx';
import { findKeptAnswers, forgetAnswers, keepAnswers } from './kept-answers.ts';
import { useAnswerSurvey, useKeepSurveyDraft } from './survey-answers.queries.ts';

/**
 * The questions of a survey. With names, what is written is kept as one goes and can be taken up on another device; of an
 * anonymous one nothing leaves this device before it is sent.
 */
export function AnswerSurveyForm({ ask, names }: { ask: SurveyAsk; names: string }) {
  const t = useText();
  const answer = useAnswerSurvey(ask);
  const saving = useAutosave(
    useKeepSurveyDraft(ask.id),
    (changes) => z.safeParse(surveyRoutes.keepDraft.body, changes).success,
  );
  const [answers, setAnswers] = useState<SurveyAnswers>(() =>
    ask.isAnonymous ? findKeptAnswers(ask.id) : (ask.answers ?? {}),
  );
  const [isKept, setKept] = useState(false);
  const [isTried, setTried] = useState(false);
  const missing = isTried ? missingSurveyAnswers(ask.questions, answers) : [];
  const change = (next: SurveyAnswers) => {
    setAnswers(next);
    if (ask.isAnonymous) setKept(keepAnswers(ask.id, next));
    else saving.change({ answers: next });
  };
  const submit = async () => {
    setTried(true);
    if (missingSurveyAnswers(ask.questions, answers).length > 0) return;
    // What waits is sent with the rest: a draft that came after the answers would only be refused.
    saving.drop();
    await saving.flush();
    answer.mutate(answers, { onSuccess: () => forgetAnswers(ask.id) });
  };
  return (
    <Form
      label={t('answering.title')}
      onSubmit={() => void submit()}
      problems={missing.map((key) => ({
        field: key,
        message: ask.questions.find((one) => one.key === key)?.label ?? '',
      }))}
      onGoTo={goToQuestion}
      failure={<ProblemBanner problem={answer.error} />}
      actions={
        <>
          {ask.isAnonymous ? (
            isKept && <span className="text-dense text-muted">{t('answering.device')}</span>
          ) : (
            <SavedLine saving={saving} />
          )}
          <Button type="submit" variant="primary" isLoading={answer.isPending}>
            {t('answering.send')}
          </Button>
        </>
      }
    >
      <SaveProblem
        saving={saving}
        onShowTheirs={() => {
          saving.drop();
          setAnswers(ask.answers ?? {});
        }}
        onKeepMine={() => void saving.flush()}
      />
      <Card className="[&>div]:flex [&>div]:flex-col [&>div]:gap-7">
        <SurveyFields
          moment={ask.moment}
          isAnonymous={ask.isAnonymous}
          questions={ask.questions}
          names={names}
          answers={answers}
          onChange={(key, value) => {
            const { [key]: _, ...others } = answers;
            change(value === undefined ? others : { ...others, [key]: value });
          }}
          missing={missing}
        />
      </Card>
    </Form>
  );
}
