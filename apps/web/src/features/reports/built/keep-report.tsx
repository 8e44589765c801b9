import type { SavedReport } from '@ithaca/contracts/saved-reports';
import { reportLimits } from '@ithaca/domain/built-report';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { goTo } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { savedReportQuery, useCreateReport, useUpdateReport } from './built-reports.queries.ts';
import type { ReportDraft } from './report-draft.ts';

const STALE = 412;

type KeepReportProps = { saved: SavedReport | null; draft: ReportDraft; mayKeep: boolean };

/** Keeps a draft under its name: as it is, over what somebody else saved meanwhile, or as a new report. */
export function KeepReport({ saved, draft, mayKeep }: KeepReportProps) {
  const t = useText();
  const { number } = useFormat();
  const queries = useQueryClient();
  const { program, cohort, canCoordinate } = useCohort();
  const [isTried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const create = useCreateReport(program.id);
  const update = useUpdateReport(program.id);
  const { base, isChanged, isStale } = draft;
  const content = { name: draft.name.trim(), question: draft.question };
  const nameProblem =
    content.name === ''
      ? t('builder.name.missing')
      : content.name.length > reportLimits.name
        ? t('problem.field.characters', { most: number(reportLimits.name) })
        : undefined;
  const done = (id: string) => {
    showToast({ tone: 'success', title: t('builder.saved') });
    goTo(`/manage/${program.id}/report/built?cohort=${cohort.id}&report=${id}`, { replace: true });
  };
  const attempt = (act: () => void) => {
    setTried(true);
    if (nameProblem === undefined) act();
    else field.current?.focus();
  };
  const saveNew = () => attempt(() => create.mutate(content, { onSuccess: ({ id }) => done(id) }));
  const saveOver = (version: SavedReport) =>
    attempt(() =>
      update.mutate(
        { ...content, saved: version },
        {
          onSuccess: ({ id }) => done(id),
          // Theirs is fetched, to be chosen or saved over.
          onError: (problem) => {
            if (problem instanceof ApiProblem && problem.status === STALE)
              void queries.invalidateQueries({ queryKey: savedReportQuery(version.id).queryKey });
          },
        },
      ),
    );
  const save = () => (base ? saveOver(base) : saveNew());
  const reason = canCoordinate ? undefined : t('cohort.readOnly');
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayKeep && isChanged && !isStale) save();
      }}
    >
      <TextField
        inputRef={field}
        label={t('builder.name')}
        value={draft.name}
        onChange={draft.rename}
        isDisabled={!canCoordinate}
        error={isTried ? nameProblem : undefined}
      />
      {isStale && saved ? (
        <Banner
          tone="warning"
          isAnnounced
          title={t('common.changedElsewhere')}
          actions={
            <>
              <Button size="small" onPress={draft.takeTheirs}>
                {t('common.showTheirs')}
              </Button>
              <Button size="small" isLoading={update.isPending} onPress={() => saveOver(saved)}>
                {t('common.keepMine')}
              </Button>
            </>
          }
        >
          {t('common.changedElsewhere.why')}
        </Banner>
      ) : (
        <ProblemBanner problem={update.error ?? create.error} />
      )}
      <div className="flex flex-wrap gap-2">
        {!isStale && (
          <Button
            type="submit"
            variant="primary"
            isLoading={update.isPending || (!base && create.isPending)}
            isDisabled={reason === undefined && (!isChanged || !mayKeep)}
            {...(reason !== undefined && { disabledReason: reason })}
          >
            {t(base ? 'builder.saveChanges' : 'builder.save')}
          </Button>
        )}
        {base && isChanged && canCoordinate && base.name !== content.name && (
          <Button onPress={saveNew} isLoading={create.isPending} isDisabled={!mayKeep}>
            {t('builder.saveNew')}
          </Button>
        )}
      </div>
    </form>
  );
}
