import type { ProgramForm } from '@ithaca/contracts/program-forms';
import { formChanges } from '@ithaca/domain/enrolment-form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { programFormQuery, useFormDraft } from './program-form.queries.ts';
import { useLabelOf } from './question-label.ts';

/** What differs between two forms, a line each. */
export function useChangeLines(): (
  changes: NonNullable<ProgramForm['versions'][number]['changes']>,
  nameOf: (key: string) => string,
) => string[] {
  const t = useText();
  const { list } = useFormat();
  return ({ added, removed, changed, order }, nameOf) => [
    ...(added.length > 0 ? [t('programs.form.added', { list: list(added.map(nameOf)) })] : []),
    ...(removed.length > 0 ? [t('programs.form.removed', { list: list(removed.map(nameOf)) })] : []),
    ...(changed.length > 0 ? [t('programs.form.changed', { list: list(changed.map(nameOf)) })] : []),
    ...(order ? [t('programs.form.order')] : []),
  ];
}

/** Changes that nobody sees yet, and what publishing them does. Nothing is shown while there are none. */
export function FormPublication({
  saveFirst,
  onSettled,
}: {
  saveFirst: () => Promise<boolean>;
  /** The draft is published or gone: what was typed here is history. */
  onSettled: () => void;
}) {
  const t = useText();
  const { number } = useFormat();
  const labelOf = useLabelOf();
  const linesOf = useChangeLines();
  const { program, canCoordinate } = useProgramFrame();
  const [isAsked, setAsked] = useState(false);
  const draft = useFormDraft(program);
  const details = useQuery({ ...programFormQuery(program.id), enabled: program.formDraft !== null });
  if (!program.formDraft) return null;
  const next = program.formVersion + 1;
  const words = new Map(
    [...program.form.questions, ...program.formDraft.questions].map((question) => [
      question.key,
      labelOf(question),
    ]),
  );
  const lines = linesOf(
    formChanges(program.form.questions, program.formDraft.questions),
    (key) => words.get(key) ?? key,
  );
  const answers = (details.data?.versions ?? []).reduce((sum, version) => sum + version.answers, 0);
  const settle = (act: 'publish' | 'discardDraft', title: string) =>
    draft.mutate(act, {
      onSuccess: () => {
        setAsked(false);
        onSettled();
        showToast({ title, ...(act === 'publish' && { tone: 'success' as const }) });
      },
    });
  const publish = async () => {
    if (await saveFirst()) settle('publish', t('programs.form.published', { number: number(next) }));
  };
  return (
    <>
      <Banner
        tone="info"
        title={t('programs.form.draft')}
        actions={
          canCoordinate && (
            <>
              <Button size="small" variant="primary" onPress={() => setAsked(true)}>
                {t('programs.form.publish')}
              </Button>
              <Button
                size="small"
                isLoading={draft.isPending && draft.variables === 'discardDraft'}
                onPress={() => settle('discardDraft', t('programs.form.discarded'))}
              >
                {t('programs.form.discard')}
              </Button>
            </>
          )
        }
      >
        <p>{t('programs.form.draft.why')}</p>
        <ul className="mt-1 list-disc ps-4">
          {lines.map((line) => (
            <li key={line} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      </Banner>
      {isAsked && (
        <ConfirmDialog
          isOpen
          onClose={() => {
            setAsked(false);
            draft.reset();
          }}
          onConfirm={() => void publish()}
          title={t('programs.form.publish.ask', { number: number(next) })}
          confirmLabel={t('programs.form.publish')}
          isLoading={draft.isPending}
        >
          <ul className="flex list-disc flex-col gap-1.5 ps-4">
            {lines.map((line) => (
              <li key={line} dir="auto">
                {line}
              </li>
            ))}
            <li>{t('programs.form.effect.new', { number: number(next) })}</li>
            <li>{t('programs.form.effect.kept', { count: answers, shown: number(answers) })}</li>
            <li>{t('programs.form.effect.noMail')}</li>
          </ul>
          <ProblemBanner problem={draft.error} />
        </ConfirmDialog>
      )}
    </>
  );
}
