import type { Survey, SurveyQuestion } from '@ithaca/contracts/survey-plans';
import { isTranslated } from '@ithaca/domain/enrolment-form';
import { FIT_QUESTION, SURVEY_LIMITS, secondsToAnswer, surveyKinds } from '@ithaca/domain/survey';
import { unequalSides, type Locale } from '@ithaca/domain/vocabulary';
import ChevronDown from 'lucide-react/icons/chevron-down';
import Eye from 'lucide-react/icons/eye';
import Plus from 'lucide-react/icons/plus';
import { useId, useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Icon } from '../../../ui/icon.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { AskedOfField } from '../form/asked-of-field.tsx';
import { PartActs } from '../setup/part-acts.tsx';

const SurveyQuestionForm = lazyLayer(
  async () => (await import('./survey-question.form.tsx')).SurveyQuestionForm,
);
const SurveyPreview = lazyLayer(async () => (await import('./survey-preview.tsx')).SurveyPreview);

type SurveyCardProps = {
  survey: Survey;
  isOpen: boolean;
  onToggle: () => void;
  onChange: (survey: Survey) => void;
  /** Everybody is alike, so nothing is asked of one side. */
  isOfPeers: boolean;
  /** The languages people read here besides the organisation's own. */
  locales: readonly Locale[];
  isReadOnly: boolean;
};

/** One moment: whether it is asked, what of whom, with names or without, and how long it takes. */
export function SurveyCard({
  survey,
  isOpen,
  onToggle,
  onChange,
  isOfPeers,
  locales,
  isReadOnly,
}: SurveyCardProps) {
  const t = useText();
  const { number } = useFormat();
  const id = useId();
  const { moment, isOn, isAnonymous, audience, questions } = survey;
  const set = (part: Partial<Survey>) => onChange({ ...survey, ...part });
  const seconds = Math.max(
    ...unequalSides
      .filter((side) => audience === 'both' || audience === side)
      .map((side) => secondsToAnswer(survey, side)),
  );
  const title = t(`answering.moment.${moment}`);
  return (
    <li className="flex flex-col">
      <div className="flex items-center gap-3 px-4 py-2.5">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={onToggle}
          className="flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-md text-start outline-offset-4"
        >
          <Icon of={ChevronDown} className={cx('text-muted', !isOpen && '-rotate-90 rtl:rotate-90')} />
          <span className="min-w-0">
            <span className={cx('block font-medium', !isOn && 'text-muted')}>{title}</span>
            <span className="block text-dense text-muted">
              {[
                t('listening.questions', { count: questions.length, shown: number(questions.length) }),
                t('listening.seconds', { count: number(Math.round(seconds / 5) * 5) }),
                t(
                  isAnonymous
                    ? 'listening.mode.anonymous'
                    : moment === 'fit'
                      ? 'listening.mode.fit'
                      : 'listening.mode.named',
                ),
              ].join(' · ')}
            </span>
          </span>
        </button>
        <Switch isSelected={isOn} onChange={(next) => set({ isOn: next })} isDisabled={isReadOnly}>
          <span className="sr-only">{title}</span>
        </Switch>
      </div>
      {isOpen && (
        <div id={id} className="flex flex-col gap-5 border-t bg-surface px-4 py-4">
          <p className="text-dense text-muted">{t(`listening.moment.${moment}`)}</p>
          {moment !== 'fit' && (
            <RadioGroup
              label={t('listening.mode')}
              choices={[
                {
                  id: 'anonymous',
                  label: t('listening.mode.anonymous'),
                  description: t('listening.mode.anonymous.what'),
                },
                {
                  id: 'named',
                  label: t('listening.mode.named'),
                  description: t('listening.mode.named.what'),
                },
              ]}
              value={isAnonymous ? 'anonymous' : 'named'}
              onChange={(mode) => set({ isAnonymous: mode === 'anonymous' })}
              isDisabled={isReadOnly}
            />
          )}
          {!isOfPeers && (
            <AskedOfField
              value={audience}
              onChange={(next) => set({ audience: next })}
              isDisabled={isReadOnly}
            />
          )}
          <Questions
            survey={survey}
            set={set}
            isOfPeers={isOfPeers}
            locales={locales}
            isReadOnly={isReadOnly}
          />
        </div>
      )}
    </li>
  );
}

type QuestionsProps = {
  survey: Survey;
  set: (part: Partial<Survey>) => void;
  isOfPeers: boolean;
  locales: readonly Locale[];
  isReadOnly: boolean;
};

function Questions({ survey, set, isOfPeers, locales, isReadOnly }: QuestionsProps) {
  const t = useText();
  const { list, language, number } = useFormat();
  const [edited, setEdited] = useState<SurveyQuestion | null>(null);
  const [isPreviewed, setPreviewed] = useState(false);
  const { moment, questions } = survey;
  const isFull = questions.length >= SURVEY_LIMITS.questions;
  const move = (index: number, by: -1 | 1) => {
    const next = [...questions];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    set({ questions: next });
  };
  const remove = (question: SurveyQuestion) => {
    set({ questions: questions.filter(({ key }) => key !== question.key) });
    showToast({
      title: t('programs.part.removed', { label: question.label }),
      onUndo: () => set({ questions }),
    });
  };
  const keep = (question: SurveyQuestion) => {
    const isKnown = questions.some(({ key }) => key === question.key);
    set({
      questions: isKnown
        ? questions.map((one) => (one.key === question.key ? question : one))
        : [...questions, question],
    });
    setEdited(null);
  };
  return (
    <>
      {questions.length === 0 ? (
        <p className="text-muted">{t('listening.none')}</p>
      ) : (
        <ol className="divide-y rounded-md border bg-card">
          {questions.map((question, index) => {
            const missing = locales.filter((locale) => !isTranslated(question, locale));
            const { label, key } = question;
            return (
              <li key={key} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
                <div className="min-w-0 flex-1 basis-52">
                  <p dir="auto" className="font-medium">
                    {label}
                  </p>
                  <p className="flex flex-wrap gap-x-3 text-dense text-muted">
                    <span>{t(`listening.kind.${question.kind}`)}</span>
                    <span>{t(question.required ? 'listening.required' : 'answering.optional')}</span>
                    {!isOfPeers && question.askedOf !== 'both' && (
                      <span>{t(`programs.askedOf.${question.askedOf}`)}</span>
                    )}
                    {missing.length > 0 && (
                      <span>{t('programs.texts.missing', { list: list(missing.map(language)) })}</span>
                    )}
                  </p>
                </div>
                {!isReadOnly && (
                  <PartActs
                    label={label}
                    place={{
                      isFirst: index === 0,
                      isLast: index === questions.length - 1,
                      onMove: (by) => move(index, by),
                    }}
                    onEdit={() => setEdited(question)}
                    onRemove={moment === 'fit' && key === FIT_QUESTION ? undefined : () => remove(question)}
                  />
                )}
              </li>
            );
          })}
        </ol>
      )}
      <div className="flex flex-wrap gap-2">
        {!isReadOnly &&
          (isFull ? (
            <Button
              icon={Plus}
              disabledReason={t('listening.full', { most: number(SURVEY_LIMITS.questions) })}
            >
              {t('programs.question.add')}
            </Button>
          ) : (
            <Menu
              label={t('programs.question.add')}
              entries={surveyKinds.map((kind) => ({
                id: kind,
                label: t(`listening.kind.${kind}`),
                description: t(`listening.kind.${kind}.what`),
                onAction: () =>
                  setEdited({
                    key: `q-${crypto.randomUUID().slice(0, 8)}`,
                    kind,
                    label: '',
                    help: '',
                    options: [],
                    required: false,
                    askedOf: 'both',
                  }),
              }))}
            >
              <Button icon={Plus}>{t('programs.question.add')}</Button>
            </Menu>
          ))}
        {questions.length > 0 && (
          <Button icon={Eye} variant="quiet" onPress={() => setPreviewed(true)}>
            {t('listening.preview')}
          </Button>
        )}
      </div>
      {isPreviewed && (
        <SurveyPreview survey={survey} isOfPeers={isOfPeers} onClose={() => setPreviewed(false)} />
      )}
      {edited && (
        <SurveyQuestionForm
          isOfPeers={isOfPeers}
          moment={moment}
          question={edited}
          locales={locales}
          title={t(
            questions.some(({ key }) => key === edited.key)
              ? 'programs.question.change'
              : 'programs.question.new',
          )}
          onSave={keep}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}
