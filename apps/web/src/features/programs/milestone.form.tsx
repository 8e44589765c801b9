import { journey } from '@ithaca/contracts/programs';
import { useEffect, useRef, useState } from 'react';
import * as z from 'zod/mini';
import { issueWords } from '../../lib/issue-words.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Milestone } from './rhythm.form.tsx';

/** A point on the way that every pair should reach, with a guide for it. */
export function MilestoneForm({
  milestone,
  isNew,
  onSave,
  onClose,
}: {
  milestone: Milestone;
  isNew: boolean;
  onSave: (milestone: Milestone) => void;
  onClose: () => void;
}) {
  const t = useText();
  const [draft, setDraft] = useState(milestone);
  const [isTried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const set = (part: Partial<Milestone>) => setDraft((before) => ({ ...before, ...part }));
  const result = z.safeParse(journey.shape.milestones, [draft]);
  const errorAt = (field: string) => {
    const issue = result.error?.issues.find(({ path }) => path[1] === field);
    return isTried && issue ? issueWords(issue) : undefined;
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(isNew ? 'programs.milestone.new' : 'programs.milestone.change')}
    >
      <Form
        onSubmit={() => {
          setTried(true);
          const [sound] = result.data ?? [];
          if (sound) onSave(sound);
        }}
        actions={
          <>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" variant="primary">
              {t('programs.milestone.save')}
            </Button>
          </>
        }
      >
        <TextField
          label={t('programs.milestone.title')}
          value={draft.title}
          onChange={(title) => set({ title })}
          inputRef={first}
          maxLength={120}
          error={errorAt('title')}
        />
        <NumberField
          label={t('programs.milestone.dayOf')}
          description={t('programs.milestone.dayOf.what')}
          minValue={0}
          maxValue={1100}
          value={draft.dayOfCohort}
          onChange={(dayOfCohort) => set({ dayOfCohort })}
          error={errorAt('dayOfCohort')}
        />
        <TextArea
          label={t('programs.milestone.guide')}
          description={t('programs.milestone.guide.what')}
          isOptional
          value={draft.guide}
          onChange={(guide) => set({ guide })}
          maxLength={2000}
          error={errorAt('guide')}
        />
      </Form>
    </Dialog>
  );
}
