import { question as schema, type Question } from '@ithaca/contracts/programs';
import { hasOptions } from '@ithaca/domain/enrolment-form';
import type { Locale } from '@ithaca/domain/vocabulary';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useText } from '../../../lib/i18n.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { AskedOfField } from './asked-of-field.tsx';
import { useDraft } from '../setup/use-draft.ts';
import { ConditionFields } from './condition.form.tsx';
import { QuestionTexts } from './question-texts.form.tsx';

const optionsOfStandard = ['skills', 'offers', 'goals', 'interests'];
const linesOf = (text: string) =>
  [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');

/** One question: what is asked, of whom, and what the answer is for. */
export function QuestionForm({
  question,
  title,
  earlier,
  isOfPeers,
  locales,
  onSave,
  onClose,
}: {
  question: Question;
  title: string;
  /** The questions before it, on which it may hang. */
  earlier: readonly Question[];
  /** Everybody is alike, so nothing is asked of one side. */
  isOfPeers: boolean;
  /** The languages people read here besides the organisation's own. */
  locales: readonly Locale[];
  onSave: (question: Question) => void;
  onClose: () => void;
}) {
  const t = useText();
  const { draft, set, first, isTried, markTried, errorIn } = useDraft(question);
  const [lines, setLines] = useState(question.options.join('\n'));
  const ownKind = draft.kind === 'standard' ? null : draft.kind;
  const isOwn = ownKind !== null;
  const chooses = hasOptions(draft.kind);
  const offers = chooses || (!isOwn && optionsOfStandard.includes(draft.key));
  const options = offers ? linesOf(lines) : [];

  const result = z.safeParse(schema, { ...draft, options });
  const errorAt = errorIn(result.error);
  const unnamed =
    draft.shownWhen && draft.shownWhen.anyOf.length === 0 ? t('programs.shown.anyOf.none') : undefined;
  const tooFew = chooses && options.length < 2 ? t('programs.options.two') : undefined;
  const save = () => {
    markTried();
    if (result.success && !tooFew && !unnamed) onSave(result.data);
  };
  return (
    <FormDialog
      title={title}
      {...(ownKind && { description: t(`programs.kind.${ownKind}.what`) })}
      sendLabel={t('programs.question.save')}
      onSubmit={save}
      onClose={onClose}
    >
      {isOwn && (
        <>
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
            maxLength={400}
            error={errorAt('help')}
          />
        </>
      )}
      {offers && (
        <TextArea
          label={t(isOwn ? 'programs.options' : 'programs.options.suggested')}
          description={t('programs.options.what')}
          value={lines}
          onChange={setLines}
          rows={5}
          error={isTried ? (tooFew ?? errorAt('options')) : undefined}
        />
      )}
      {!isOfPeers && <AskedOfField value={draft.askedOf} onChange={(askedOf) => set({ askedOf })} />}
      {isOwn && (
        <RadioGroup
          label={t('programs.usedFor')}
          description={t('programs.usedFor.what')}
          layout="row"
          choices={(['report', 'nothing'] as const).map((id) => ({
            id,
            label: t(`programs.usedFor.${id}`),
          }))}
          value={draft.usedFor === 'matching' ? 'report' : draft.usedFor}
          onChange={(usedFor) => set({ usedFor })}
        />
      )}
      {isOwn && (
        <ConditionFields
          question={draft}
          earlier={earlier}
          onChange={(shownWhen) => set({ shownWhen })}
          error={isTried ? unnamed : undefined}
        />
      )}
      <Switch isSelected={draft.required} onChange={(required) => set({ required })}>
        {t('programs.question.mustAnswer')}
      </Switch>
      {isOwn && (
        <QuestionTexts
          question={{ ...draft, options }}
          locales={locales}
          onChange={(texts) => set({ texts })}
        />
      )}
    </FormDialog>
  );
}
