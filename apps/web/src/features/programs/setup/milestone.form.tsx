import { milestone as milestoneSchema, type Milestone } from '@ithaca/contracts/journey';
import { GUIDE_LIMITS } from '@ithaca/domain/session-guide';
import type { Locale } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Marked } from '../../../lib/marked.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useDraft } from './use-draft.ts';

/** While it is typed an agenda keeps its empty lines; what is kept has none. */
const withoutEmpty = (agenda: readonly string[] | undefined) =>
  [...new Set((agenda ?? []).map((point) => point.trim()))].filter(Boolean);

function soundOf(draft: Milestone) {
  const texts = Object.entries(draft.texts ?? {}).flatMap(([locale, words]) => {
    const said = { ...words, agenda: withoutEmpty(words.agenda) };
    const isSaid = said.title.trim() !== '' || said.guide.trim() !== '' || said.agenda.length > 0;
    return isSaid ? [[locale, said] as const] : [];
  });
  return z.safeParse(milestoneSchema, {
    ...draft,
    agenda: withoutEmpty(draft.agenda),
    texts: Object.fromEntries(texts),
  });
}

/** A point on the way that every pair should reach, with a guide for the meeting at it. */
export function MilestoneForm({
  milestone,
  isNew,
  locales,
  onSave,
  onClose,
}: {
  milestone: Milestone;
  isNew: boolean;
  /** The languages that people read here beside the organisation's own. */
  locales: readonly Locale[];
  onSave: (milestone: Milestone) => void;
  onClose: () => void;
}) {
  const t = useText();
  const { language } = useFormat();
  const { draft, set, first, markTried, errorIn } = useDraft(milestone);
  const result = soundOf(draft);
  const errorAt = errorIn(result.error);
  return (
    <FormDialog
      size="large"
      title={t(isNew ? 'programs.milestone.new' : 'programs.milestone.change')}
      sendLabel={t('programs.milestone.save')}
      onSubmit={() => {
        markTried();
        if (result.data) onSave(result.data);
      }}
      onClose={onClose}
    >
      <TextField
        label={t('programs.milestone.title')}
        value={draft.title}
        onChange={(title) => set({ title })}
        inputRef={first}
        maxLength={120}
        error={errorAt('title')}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <NumberField
          label={t('programs.milestone.dayOf')}
          description={t('programs.milestone.dayOf.what')}
          minValue={0}
          maxValue={1100}
          value={draft.dayOfCohort}
          onChange={(dayOfCohort) => set({ dayOfCohort })}
          error={errorAt('dayOfCohort')}
        />
        <NumberField
          label={t('programs.milestone.minutes')}
          description={t('programs.milestone.minutes.what')}
          isOptional
          minValue={5}
          maxValue={GUIDE_LIMITS.minutes}
          step={5}
          value={draft.minutes ?? Number.NaN}
          onChange={(minutes) => set({ minutes: Number.isNaN(minutes) ? null : minutes })}
          error={errorAt('minutes')}
        />
      </div>
      <TextArea
        label={t('programs.milestone.guide')}
        description={t('programs.milestone.guide.what')}
        isOptional
        rows={7}
        value={draft.guide}
        onChange={(guide) => set({ guide })}
        maxLength={GUIDE_LIMITS.text}
        error={errorAt('guide')}
      />
      {draft.guide.trim() !== '' && (
        <section
          aria-label={t('programs.milestone.preview')}
          className="flex flex-col gap-2 rounded-md border bg-surface p-3"
        >
          <h3 className="text-dense font-medium text-muted">{t('programs.milestone.preview')}</h3>
          <Marked text={draft.guide} />
        </section>
      )}
      <TextArea
        label={t('programs.milestone.agenda')}
        description={t('programs.milestone.agenda.what')}
        isOptional
        rows={4}
        value={(draft.agenda ?? []).join('\n')}
        onChange={(lines) => set({ agenda: lines.split('\n') })}
        error={errorAt('agenda')}
      />
      {locales.map((locale) => {
        const words = draft.texts?.[locale] ?? { title: '', guide: '', agenda: [] };
        const say = (part: Partial<typeof words>) =>
          set({ texts: { ...draft.texts, [locale]: { ...words, ...part } } });
        const name = language(locale);
        return (
          <fieldset key={locale} className="flex flex-col gap-4 border-t pt-4">
            <legend className="sr-only">{name}</legend>
            <TextField
              label={t('programs.milestone.title.in', { language: name })}
              value={words.title}
              onChange={(title) => say({ title })}
              maxLength={120}
              isOptional
              error={errorAt('texts', locale, 'title')}
            />
            <TextArea
              label={t('programs.milestone.guide.in', { language: name })}
              rows={5}
              value={words.guide}
              onChange={(guide) => say({ guide })}
              maxLength={GUIDE_LIMITS.text}
              isOptional
              error={errorAt('texts', locale, 'guide')}
            />
            <TextArea
              label={t('programs.milestone.agenda.in', { language: name })}
              rows={4}
              value={words.agenda.join('\n')}
              onChange={(lines) => say({ agenda: lines.split('\n') })}
              isOptional
              error={errorAt('texts', locale, 'agenda')}
            />
          </fieldset>
        );
      })}
    </FormDialog>
  );
}
