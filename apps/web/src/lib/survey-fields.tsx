import type { SurveyAnswers } from '@ithaca/contracts/survey-answers';
import type { SurveyQuestion } from '@ithaca/contracts/survey-plans';
import { questionWords } from '@ithaca/domain/enrolment-form';
import { SURVEY_LIMITS } from '@ithaca/domain/survey';
import type { SurveyMoment } from '@ithaca/domain/survey';
import type { Locale } from '@ithaca/domain/vocabulary';
import Eye from 'lucide-react/icons/eye';
import { useId, type ReactNode } from 'react';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { useFormat } from './format.ts';
import { useLocale, useText } from './i18n.tsx';

export type Answer = SurveyAnswers[string];

type SurveyFieldsProps = {
  moment: SurveyMoment;
  isAnonymous: boolean;
  questions: readonly SurveyQuestion[];
  answers: SurveyAnswers;
  onChange: (key: string, answer: Answer | undefined) => void;
  /** Required questions that were left out when it was to be sent. */
  missing?: readonly string[];
  /** With whom, for the line that says who reads what. */
  names: string;
  /** The language of the questions; the reader's own unless previewed in another. */
  locale?: Locale;
};

/**
 * The questions of a survey in native controls, beside each who reads the answer: the same on the page, behind the link
 * of a mail and in the preview.
 */
export function SurveyFields(props: SurveyFieldsProps) {
  const { moment, isAnonymous, questions, answers, onChange, missing = [], names, locale } = props;
  const t = useText();
  const mine = useLocale().locale;
  const readerOf = ({ kind }: SurveyQuestion) => {
    if (moment === 'fit')
      return kind === 'scale'
        ? t('answering.seenBy.fit', { names })
        : t('answering.seenBy.fit.text', { names });
    if (kind === 'text') return t(isAnonymous ? 'answering.seenBy.text.anonymous' : 'answering.seenBy.text');
    return t(isAnonymous ? 'answering.seenBy.sum.anonymous' : 'answering.seenBy.sum');
  };
  return questions.map((question) => (
    <SurveyField
      key={question.key}
      question={question}
      words={questionWords(question, locale ?? mine)}
      answer={answers[question.key]}
      onChange={(answer) => onChange(question.key, answer)}
      seenBy={readerOf(question)}
      isMissing={missing.includes(question.key)}
    />
  ));
}

/** Where the error summary goes for a question. */
export function goToQuestion(key: string): void {
  document.querySelector<HTMLElement>(`[data-question="${key}"] :is(input, textarea)`)?.focus();
}

type SurveyFieldProps = {
  question: SurveyQuestion;
  words: ReturnType<typeof questionWords>;
  answer: Answer | undefined;
  onChange: (answer: Answer | undefined) => void;
  seenBy: string;
  isMissing: boolean;
};

function SurveyField({ question, words, answer, onChange, seenBy, isMissing }: SurveyFieldProps) {
  const t = useText();
  const { number } = useFormat();
  const id = useId();
  const { kind, key } = question;
  const shared = { id, words, seenBy, isMissing, isOptional: !question.required, questionKey: key };
  if (kind === 'text')
    return <TextQuestion {...shared} value={typeof answer === 'string' ? answer : ''} onChange={onChange} />;
  if (kind === 'scale' || kind === 'nps') {
    const steps = kind === 'scale' ? [1, 2, 3, 4, 5] : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const [low, high] =
      kind === 'scale'
        ? ([t('answering.scale.low'), t('answering.scale.high')] as const)
        : ([t('answering.nps.low'), t('answering.nps.high')] as const);
    const nameOf = (step: number) =>
      kind === 'scale'
        ? t(`answering.scale.${step as 1 | 2 | 3 | 4 | 5}`)
        : step === 0
          ? low
          : step === 10
            ? high
            : '';
    return (
      <Group {...shared}>
        <div className={cx('grid gap-1', kind === 'scale' ? 'grid-cols-5' : 'grid-cols-6 sm:grid-cols-11')}>
          {steps.map((step) => (
            <label
              key={step}
              className="flex min-h-11 cursor-pointer items-center justify-center rounded-md border border-edge/70 bg-raised text-body tabular-nums hover:bg-hover has-checked:border-accent has-checked:bg-accent-tint has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-ring"
            >
              <input
                type="radio"
                name={id}
                className="sr-only"
                aria-label={nameOf(step) === '' ? number(step) : `${number(step)}: ${nameOf(step)}`}
                checked={answer === step}
                onChange={() => onChange(step)}
              />
              {number(step)}
            </label>
          ))}
        </div>
        <p aria-hidden className="flex justify-between gap-4 text-dense text-muted">
          <span>{low}</span>
          {kind === 'scale' && typeof answer === 'number' && (
            <span className="font-medium text-text max-sm:sr-only">{nameOf(answer)}</span>
          )}
          <span className="text-end">{high}</span>
        </p>
      </Group>
    );
  }
  const chosen: readonly string[] = Array.isArray(answer)
    ? answer
    : typeof answer === 'string'
      ? [answer]
      : [];
  const isMany = kind === 'choices';
  return (
    <Group {...shared}>
      <div className="flex flex-col gap-1">
        {words.options.map(({ value, label }) => (
          <label
            key={value}
            className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md border border-edge/70 bg-raised px-3 py-1.5 text-body hover:bg-hover has-checked:border-accent has-checked:bg-accent-tint has-focus-visible:outline-2 has-focus-visible:outline-ring pointer-coarse:min-h-11"
          >
            <input
              type={isMany ? 'checkbox' : 'radio'}
              name={id}
              className="accent-accent outline-none"
              checked={chosen.includes(value)}
              onChange={() =>
                onChange(
                  isMany
                    ? chosen.includes(value)
                      ? chosen.filter((one) => one !== value)
                      : [...chosen, value]
                    : value,
                )
              }
            />
            <span dir="auto">{label}</span>
          </label>
        ))}
      </div>
    </Group>
  );
}

type Shared = {
  id: string;
  words: SurveyFieldProps['words'];
  seenBy: string;
  isMissing: boolean;
  isOptional: boolean;
  questionKey: string;
};

function Group({
  id,
  words,
  seenBy,
  isMissing,
  isOptional,
  questionKey,
  children,
}: Shared & { children: ReactNode }) {
  return (
    <fieldset
      data-question={questionKey}
      aria-describedby={`${id}-notes`}
      className="flex min-w-0 flex-col gap-2"
    >
      <legend className="mb-2 text-body font-medium">
        <QuestionLabel words={words} isOptional={isOptional} />
      </legend>
      {children}
      <Notes id={id} words={words} seenBy={seenBy} isMissing={isMissing} />
    </fieldset>
  );
}

function TextQuestion(props: Shared & { value: string; onChange: (answer: string) => void }) {
  const { id, words, seenBy, isMissing, isOptional, questionKey, value, onChange } = props;
  return (
    <div data-question={questionKey} className="flex min-w-0 flex-col gap-2">
      <label htmlFor={id} className="text-body font-medium">
        <QuestionLabel words={words} isOptional={isOptional} />
      </label>
      <textarea
        id={id}
        rows={3}
        dir="auto"
        maxLength={SURVEY_LIMITS.text}
        value={value}
        aria-invalid={isMissing || undefined}
        aria-describedby={`${id}-notes`}
        onChange={(event) => onChange(event.target.value)}
        className="w-full min-w-0 rounded-md border border-edge/70 bg-raised px-3 py-2 text-body text-text hover:border-edge focus:border-accent"
      />
      <Notes id={id} words={words} seenBy={seenBy} isMissing={isMissing} />
    </div>
  );
}

function QuestionLabel({ words, isOptional }: Pick<Shared, 'words' | 'isOptional'>) {
  const t = useText();
  return (
    <span dir="auto">
      {words.label}
      {isOptional && <span className="ms-2 font-normal text-muted">{t('answering.optional')}</span>}
    </span>
  );
}

function Notes({ id, words, seenBy, isMissing }: Pick<Shared, 'id' | 'words' | 'seenBy' | 'isMissing'>) {
  const t = useText();
  return (
    <div id={`${id}-notes`} className="flex flex-col gap-1 text-dense text-muted">
      {words.help !== '' && <p dir="auto">{words.help}</p>}
      <p className="flex items-start gap-1.5">
        <Icon of={Eye} className="mt-px" />
        <span>{seenBy}</span>
      </p>
      {isMissing && <p className="text-danger">{t('answering.choose')}</p>}
    </div>
  );
}
