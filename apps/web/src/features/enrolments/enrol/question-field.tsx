import type { EnrolmentAnswers, MyEnrolment } from '@ithaca/contracts/enrolments';
import type { Question } from '@ithaca/contracts/programs';
import { questionWords, SCALE_MOST } from '@ithaca/domain/enrolment-form';
import { useFormat } from '../../../lib/format.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { spokenLanguages } from '../../../lib/spoken-languages.ts';
import { CheckboxGroup } from '../../../ui/checkbox-group.tsx';
import { FieldStandIn } from '../../../ui/field-stand-in.tsx';
import { lazyPart } from '../../../ui/lazy-part.tsx';
import type { NumberFieldProps } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import type { Draft, EnrolSection } from './enrolment-draft.ts';
import { BlackoutsField } from './blackouts-field.tsx';
import { PeopleField } from './people-field.tsx';
import { RankedList } from './ranked-list.tsx';
import { SkillsField } from './skills-field.tsx';
import { WishesField } from './wishes-field.tsx';
import { WordsField } from './words-field.tsx';

/** Only mentors are asked for a number: nobody else waits for its steps. */
const NumberField = lazyPart<NumberFieldProps>(
  async () => ({ default: (await import('../../../ui/number-field.tsx')).NumberField }),
  (props) => <FieldStandIn {...props} />,
);

const styles = ['structured', 'open', 'either'] as const;
const scale = Array.from({ length: SCALE_MOST }, (_, index) => index + 1);

export interface AnswerProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  role: MyEnrolment['role'];
  error: string | undefined;
  isReadOnly: boolean;
}

type FieldProps = AnswerProps & { question: Question; label: string };

/** A question of the coordinator's own, by its kind. */
function OwnField({ question, label, draft, change, error, isReadOnly }: FieldProps) {
  const { number } = useFormat();
  const t = useText();
  const { locale } = useLocale();
  const { key, kind } = question;
  const { options, help } = questionWords(question, locale);
  const answer = draft.answers.own[key];
  const set = (value: string | string[] | number) =>
    change({ answers: { ...draft.answers, own: { ...draft.answers.own, [key]: value } } });
  const words = { label, isLabelHidden: true, description: help || undefined, error, isDisabled: isReadOnly };
  const choices = options.map((option) => ({ id: option.value, label: option.label }));
  switch (kind) {
    case 'choice':
      return options.length > 7 ? (
        <Select
          {...words}
          choices={choices}
          value={typeof answer === 'string' ? answer : null}
          onChange={set}
        />
      ) : (
        <RadioGroup
          {...words}
          choices={choices}
          value={typeof answer === 'string' ? answer : null}
          onChange={set}
        />
      );
    case 'choices':
      return (
        <CheckboxGroup
          {...words}
          choices={choices}
          value={Array.isArray(answer) ? answer : []}
          onChange={set}
        />
      );
    case 'ranked': {
      const ranked = Array.isArray(answer) ? answer : [];
      return (
        <div className="flex flex-col gap-3">
          <TagField
            {...words}
            description={help || t('enrolments.ranked.what')}
            choices={choices}
            value={ranked}
            onChange={set}
          />
          {ranked.length > 1 && (
            <RankedList
              label={t('enrolments.wishes.order')}
              value={ranked}
              onChange={set}
              nameOf={(value) => choices.find(({ id }) => id === value)?.label ?? value}
              isDisabled={isReadOnly}
            />
          )}
        </div>
      );
    }
    case 'scale':
      return (
        <RadioGroup
          {...words}
          description={help || t('enrolments.scale.what')}
          layout="row"
          choices={scale.map((value) => ({ id: String(value), label: number(value) }))}
          value={typeof answer === 'number' ? String(answer) : null}
          onChange={(value) => set(Number(value))}
        />
      );
    default:
      return (
        <TextArea
          {...words}
          value={typeof answer === 'string' ? answer : ''}
          onChange={set}
          maxLength={2000}
        />
      );
  }
}

function GoalsField({
  question,
  label,
  draft,
  set,
  role,
  error,
  isReadOnly,
}: FieldProps & { set: (part: Partial<EnrolmentAnswers>) => void }) {
  const t = useText();
  const { goals, goalText } = draft.answers;
  const options = [...new Set([...question.options, ...goals])];
  return (
    <div className="flex flex-col gap-5">
      {options.length > 0 && (
        <CheckboxGroup
          label={label}
          isLabelHidden
          description={t('enrolments.goals.what')}
          choices={options.map((option) => ({
            id: option,
            label: option,
            isDisabled: goals.length >= 10 && !goals.includes(option),
          }))}
          value={goals}
          onChange={(next) => set({ goals: next })}
          error={error}
          isDisabled={isReadOnly}
        />
      )}
      <TextArea
        label={t('enrolments.goalText')}
        description={t(`enrolments.goalText.example.${role === 'mentor' ? 'mentor' : 'mentee'}`)}
        isOptional={options.length > 0}
        rows={2}
        value={goalText}
        onChange={(next) => set({ goalText: next })}
        maxLength={600}
        isDisabled={isReadOnly}
        {...(options.length === 0 && { error })}
      />
    </div>
  );
}

function StandardField(props: FieldProps) {
  const { question, label, draft, change, role, error, isReadOnly } = props;
  const t = useText();
  const { language } = useFormat();
  const { answers } = draft;
  const set = (part: Partial<EnrolmentAnswers>) => change({ answers: { ...answers, ...part } });
  switch (question.key) {
    case 'offers':
      return (
        <SkillsField
          label={label}
          isOffered
          options={question.options}
          value={answers.offers}
          onChange={(offers) => set({ offers })}
          error={error}
          isDisabled={isReadOnly}
        />
      );
    case 'skills':
      return (
        <SkillsField
          label={label}
          isOffered={role === 'mentor'}
          options={question.options}
          value={answers.skills}
          onChange={(skills) => set({ skills })}
          error={error}
          isDisabled={isReadOnly}
        />
      );
    case 'goals':
      return <GoalsField {...props} set={set} />;
    case 'interests':
      return (
        <WordsField
          label={label}
          isLabelHidden
          description={t('enrolments.interests.what')}
          options={question.options}
          maxLength={120}
          limit={20}
          value={answers.interests}
          onChange={(interests) => set({ interests })}
          error={error}
          isDisabled={isReadOnly}
        />
      );
    case 'workingStyle':
      return (
        <RadioGroup
          label={label}
          isLabelHidden
          layout="cards"
          choices={styles.map((id) => ({
            id,
            label: t(`enrolments.style.${id}`),
            description: t(`enrolments.style.${id}.what`),
          }))}
          value={answers.workingStyle}
          onChange={(workingStyle) => set({ workingStyle })}
          error={error}
          isDisabled={isReadOnly}
        />
      );
    case 'languages':
      return (
        <TagField
          label={label}
          isLabelHidden
          description={t('enrolments.languages.what')}
          choices={spokenLanguages(answers.languages).map((code) => ({
            id: code,
            label: language(code),
          }))}
          limit={12}
          value={answers.languages}
          onChange={(languages) => set({ languages })}
          error={error}
          isDisabled={isReadOnly}
        />
      );
    case 'wishes':
      return (
        <WishesField
          label={label}
          value={answers.wishes}
          onChange={(wishes) => set({ wishes })}
          known={draft.names}
          onFound={(found) => change({ names: [...draft.names, ...found] })}
          isDisabled={isReadOnly}
        />
      );
    default:
      return null;
  }
}

/** What is answered in a section. */
export function SectionField({
  section,
  label,
  ...props
}: AnswerProps & { section: EnrolSection; label: string }) {
  const t = useText();
  const { draft, change, isReadOnly } = props;
  if (section.question)
    return section.question.kind === 'standard' ? (
      <StandardField {...props} question={section.question} label={label} />
    ) : (
      <OwnField {...props} question={section.question} label={label} />
    );
  if (section.key === 'capacity')
    return (
      <NumberField
        label={label}
        isLabelHidden
        description={t('enrolments.capacity.what')}
        minValue={1}
        maxValue={8}
        value={draft.capacity}
        onChange={(capacity) => change({ capacity: Number.isNaN(capacity) ? 1 : capacity })}
        isDisabled={isReadOnly}
      />
    );
  if (section.key === 'blackouts')
    return (
      <BlackoutsField
        value={draft.blackouts}
        onChange={(blackouts) => change({ blackouts })}
        isDisabled={isReadOnly}
      />
    );
  return (
    <PeopleField
      label={label}
      isLabelHidden
      seenBy={t('enrolments.doNotPairWith.seen')}
      limit={20}
      value={draft.doNotPairWith}
      onChange={(doNotPairWith) => change({ doNotPairWith })}
      known={draft.names}
      onFound={(found) => change({ names: [...draft.names, ...found] })}
      isDisabled={isReadOnly}
    />
  );
}
