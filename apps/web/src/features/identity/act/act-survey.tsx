import type { Act } from '@ithaca/contracts/acts';
import type { SurveyAnswers } from '@ithaca/contracts/survey-answers';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { goToQuestion, SurveyFields, type Answer } from '../../../lib/survey-fields.tsx';
import { EntranceButton } from '../entrance-parts.tsx';

type ActSurveyProps = {
  survey: NonNullable<Act['survey']>;
  names: string;
  isRunning: boolean;
  onSend: (answers: SurveyAnswers) => void;
};

/** A survey behind the link of a mail: nothing leaves the page before it is sent. */
export function ActSurvey({ survey, names, isRunning, onSend }: ActSurveyProps) {
  const t = useText();
  const [answers, setAnswers] = useState<SurveyAnswers>({});
  const [isTried, setTried] = useState(false);
  const missing = survey.questions.filter(({ key, required }) => required && isEmpty(answers[key]));
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (missing[0]) goToQuestion(missing[0].key);
        else if (!isRunning) onSend(answers);
      }}
    >
      <SurveyFields
        {...survey}
        names={names}
        answers={answers}
        onChange={(key, answer) => setAnswers((before) => withAnswer(before, key, answer))}
        missing={isTried ? missing.map(({ key }) => key) : []}
      />
      {isTried && missing.length > 0 && (
        <p role="alert" className="rounded-lg bg-danger-tint px-3.5 py-2.5 text-body">
          {t('answering.missing', { count: missing.length })}
        </p>
      )}
      <EntranceButton look="primary" type="submit" isRunning={isRunning}>
        {t('acts.answer-survey.button')}
      </EntranceButton>
    </form>
  );
}

const isEmpty = (answer: Answer | undefined) =>
  answer === undefined ||
  (typeof answer === 'string' ? answer.trim() === '' : Array.isArray(answer) && answer.length === 0);

function withAnswer(answers: SurveyAnswers, key: string, answer: Answer | undefined): SurveyAnswers {
  const { [key]: _, ...others } = answers;
  return answer === undefined ? others : { ...others, [key]: answer };
}
