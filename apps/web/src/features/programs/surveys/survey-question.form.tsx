import { surveyQuestion, type SurveyQuestion } from '@ithaca/contracts/survey-plans';
import { FIT_QUESTION, hasChoices } from '@ithaca/domain/survey';
import type { SurveyMoment } from '@ithaca/domain/survey';
import type { Locale } from '@ithaca/domain/vocabulary';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useText } from '../../../lib/i18n.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { AskedOfField } from '../form/asked-of-field.tsx';
import { useDraft } from '../setup/use-draft.ts';
import { QuestionTexts } from '../form/question-texts.form.tsx';

const linesOf = (text: string) =>
  [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');

type SurveyQuestionFormProps = {
  moment: SurveyMoment;
  question: SurveyQuestion;
  title: string;
  isOfPeers: boolean;
  /** The languages people read here besides the organisation's own. */
  locales: readonly Locale[];
  onSave: (question: SurveyQuestion) => void;
  onClose: () => void;
};

/** One question of a survey: what is asked, of whom, in every language. */
export function SurveyQuestionForm({
  moment,
  question,
  title,
  isOfPeers,
  locales,
  onSave,
  onClose,
}: SurveyQuestionFormProps) {
  const t = useText();
  const { draft, set, first, isTried, markTried, errorIn } = useDraft(question);
  const [lines, setLines] = useState(question.options.join('\n'));
  const chooses = hasChoices(draft.kind);
  const options = chooses ? linesOf(lines) : [];
  const result = z.safeParse(surveyQuestion, { ...draft, options });
  const errorAt = errorIn(result.error);
  const tooFew = chooses && options.length < 2 ? t('programs.options.two') : undefined;
  // The signal reads this one: its words may change, what it is may not.
  const isFixed = moment === 'fit' && draft.key === FIT_QUESTION;
  const save = () => {
    markTried();
    if (result.success && !tooFew) onSave(result.data);
  };
  return (
    <FormDialog
      title={title}
      description={t(`listening.kind.${draft.kind}.what`)}
      sendLabel={t('programs.question.save')}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField
        label={t('programs.question.label')}
        value={draft.label}
        onChange={(label) => set({ label })}
        inputRef={first}
        maxLength={200}
        error={errorAt('label')}
      />
      <TextField
        label={t('programs.question.help')}
        isOptional
        value={draft.help}
        onChange={(help) => set({ help })}
        maxLength={200}
        error={errorAt('help')}
      />
      {chooses && (
        <TextArea
          label={t('programs.options')}
          description={t('programs.options.what')}
          value={lines}
          onChange={setLines}
          rows={5}
          error={isTried ? (tooFew ?? errorAt('options')) : undefined}
        />
      )}
      {!isFixed && (
        <>
          {!isOfPeers && <AskedOfField value={draft.askedOf} onChange={(askedOf) => set({ askedOf })} />}
          <Switch isSelected={draft.required} onChange={(required) => set({ required })}>
            {t('programs.question.mustAnswer')}
          </Switch>
        </>
      )}
      <QuestionTexts
        question={{ ...draft, options }}
        locales={locales}
        onChange={(texts) => set({ texts })}
      />
    </FormDialog>
  );
}
