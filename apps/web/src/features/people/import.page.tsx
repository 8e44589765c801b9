import type { PersonImport } from '@ithaca/contracts/people';
import { UNDO_DAYS } from '@ithaca/domain/person-import';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import FileInput from 'lucide-react/icons/file-input';
import Undo2 from 'lucide-react/icons/undo-2';
import UsersRound from 'lucide-react/icons/users-round';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { goTo, useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { useNow } from '../../lib/now.ts';
import { Loaded, Page } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { problemWords } from '../../lib/problem-words.ts';
import { useCan } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Stepper } from '../../ui/stepper.tsx';
import { draftOf, isApplied } from './import-mapping.ts';
import { ImportCounts, rejectsHref } from './import-parts.tsx';
import { KeptList, UndoImportDialog } from './import-undo-dialog.tsx';
import { stateTones } from './import-words.ts';
import { importQuery, isAtWork, keptQuery, useImport, useRunImport } from './imports.queries.ts';
import { lazyLayer } from '../../ui/lazy-part.tsx';

const partSkeleton = () => <Skeleton className="h-72 w-full rounded-lg" />;
const ImportColumns = lazyLayer(
  async () => (await import('./import-columns.tsx')).ImportColumns,
  partSkeleton,
);
const ImportEffects = lazyLayer(
  async () => (await import('./import-effects.tsx')).ImportEffects,
  partSkeleton,
);
const ImportProblems = lazyLayer(
  async () => (await import('./import-problems.tsx')).ImportProblems,
  partSkeleton,
);

const steps = ['columns', 'problems', 'preview'] as const;
type Step = (typeof steps)[number];

/** Will this file do what I mean? And afterwards: what did it do? */
export default function ImportPage({ importId }: { importId: string }) {
  const t = useText();
  const query = useImport(importId);
  return (
    <Page title={query.data?.fileName ?? t('shell.imports')} width="full">
      <Loaded query={query} level="page">
        {(record) => (
          <>
            <Header record={record} />
            {record.state === 'mapping' || record.state === 'ready' ? (
              <Preparation record={record} />
            ) : (
              <Outcome record={record} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

const delimiters = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;

function Header({ record }: { record: PersonImport }) {
  const t = useText();
  const { relative, day, number } = useFormat();
  const mayWrite = useCan('directory.write');
  const [isUndoing, setUndoing] = useState(false);
  const delimiter = delimiters[record.delimiter as keyof typeof delimiters] ?? 'other';
  const now = useNow();
  const { undoableUntil } = record;
  const isOver = undoableUntil !== null && new Date(undoableUntil).getTime() < now;
  return (
    <>
      <PageHeader
        title={record.fileName}
        crumbs={[{ label: t('shell.imports'), href: '/imports' }]}
        status={<Status tone={stateTones[record.state]}>{t(`imports.state.${record.state}`)}</Status>}
        description={[
          t('imports.by', { name: record.createdByName, when: relative(record.createdAt) }),
          record.encoding.toUpperCase(),
          t(`imports.delimiter.${delimiter}`),
        ].join(' · ')}
        actions={
          undoableUntil !== null && (
            <div className="flex flex-wrap items-center gap-3">
              <span className="text-dense text-muted">
                {isOver
                  ? t('imports.undo.over', { days: number(UNDO_DAYS) })
                  : t('imports.undo.until', { day: day(undoableUntil) })}
              </span>
              <Button
                icon={Undo2}
                disabledReason={
                  mayWrite
                    ? isOver
                      ? t('imports.undo.over', { days: number(UNDO_DAYS) })
                      : undefined
                    : t('directory.readOnly')
                }
                onPress={() => setUndoing(true)}
              >
                {t('imports.undo')}
              </Button>
            </div>
          )
        }
      />
      {isUndoing && <UndoImportDialog record={record} onClose={() => setUndoing(false)} />}
    </>
  );
}

/** The three steps before anything happens; each has its address, and they can be taken in any order. */
function Preparation({ record }: { record: PersonImport }) {
  const t = useText();
  const mayWrite = useCan('directory.write');
  const readOnly = mayWrite ? undefined : t('directory.readOnly');
  const [{ step, kind }] = useUrlState({ step: '', kind: '' });
  const [draft, setDraft] = useState(() => draftOf(record));
  const isWorkedOut = record.state === 'ready' && (!mayWrite || isApplied(draft, record));
  const errors = record.problems.some(({ severity }) => severity === 'error');
  const asked = steps.find((one) => one === step) ?? (record.problems.length > 0 ? 'problems' : 'preview');
  const current: Step = isWorkedOut ? asked : 'columns';
  const hrefOf = (next: string, more: Record<string, string> = {}) =>
    `/imports/${record.id}?${new URLSearchParams({ step: next, ...more })}`;
  const stateOf = (one: Step) => {
    if (one === current) return 'current';
    if (one === 'columns') return 'done';
    if (!isWorkedOut || one === 'preview') return 'todo';
    return errors ? 'problem' : 'done';
  };
  return (
    <>
      <Stepper
        label={t('imports.steps')}
        steps={steps.map((id) => ({
          id,
          label: t(`imports.step.${id}`),
          state: stateOf(id),
          ...((isWorkedOut || id === 'columns') && { href: hrefOf(id) }),
        }))}
      />
      {readOnly && <Banner tone="neutral">{readOnly}</Banner>}
      {current === 'columns' && (
        <ImportColumns
          record={record}
          draft={draft}
          onDraft={setDraft}
          readOnly={readOnly}
          onDone={(next) => {
            setDraft(draftOf(next));
            goTo(hrefOf(next.problems.length > 0 ? 'problems' : 'preview'));
            window.scrollTo({ top: 0 });
          }}
        />
      )}
      {current === 'problems' && (
        <ImportProblems record={record} kind={kind} hrefOf={hrefOf} readOnly={readOnly} />
      )}
      {current === 'preview' && <Preview record={record} readOnly={readOnly} />}
    </>
  );
}

/** Step 3: who is new, who changes, who leaves; then go. */
function Preview({ record, readOnly }: { record: PersonImport; readOnly: string | undefined }) {
  const t = useText();
  const { number } = useFormat();
  const queries = useQueryClient();
  const [{ show }, setUrl] = useUrlState({ show: '' });
  const run = useRunImport(record);
  const { counts } = record;
  if (!counts) return null;
  const people = counts.new + counts.changed;
  return (
    <div className="flex flex-col gap-6">
      <ImportCounts counts={counts} />
      <div className="flex flex-col gap-2">
        <Banner tone="info">{t('imports.noMail')}</Banner>
        {counts.leavers > 0 && (
          <Banner tone="warning">
            {t('imports.leavers.what', { count: counts.leavers, shown: number(counts.leavers) })}
          </Banner>
        )}
      </div>
      <Section title={t('imports.effects')}>
        <ImportEffects
          record={record}
          counts={counts}
          selected={show}
          onSelect={(next) => setUrl({ show: next })}
        />
      </Section>
      <ProblemBanner problem={run.error} />
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center justify-end gap-x-4 gap-y-2 border-t bg-page px-4 py-3 max-sm:bottom-14">
        <p className="text-dense text-muted">{t('imports.run.undo', { days: number(UNDO_DAYS) })}</p>
        <Button
          variant="primary"
          isLoading={run.isPending}
          disabledReason={readOnly ?? (people === 0 ? t('imports.run.nothing') : undefined)}
          onPress={() =>
            run.mutate(undefined, {
              onSuccess: () => window.scrollTo({ top: 0 }),
              onError: (error) => {
                // Somebody mended a line or changed the columns: the counts are read anew, to be looked at again.
                if (error instanceof ApiProblem && error.status === 412)
                  void queries.invalidateQueries({ queryKey: importQuery(record.id).queryKey });
              },
            })
          }
        >
          {t('imports.run', { count: people, shown: number(people) })}
        </Button>
      </div>
    </div>
  );
}

/** While it runs, and what came of it. */
function Outcome({ record }: { record: PersonImport }) {
  const t = useText();
  const { number } = useFormat();
  const [{ show }, setUrl] = useUrlState({ show: '' });
  const { data: kept } = useQuery(keptQuery(record.id));
  const { counts, state } = record;
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that started or undid it is gone.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [state]);
  const people = counts ? counts.new + counts.changed : 0;
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-4">
        <h2 ref={heading} tabIndex={-1} aria-live="polite" className="text-lead font-semibold outline-none">
          {state === 'done'
            ? t('imports.done', { count: people, shown: number(people) })
            : t(`imports.outcome.${state === 'mapping' || state === 'ready' ? 'running' : state}`)}
        </h2>
        {isAtWork(record) && (
          <Card>
            <div className="flex flex-col gap-3">
              <ProgressBar
                label={t('imports.progress')}
                value={state === 'running' ? record.progress : undefined}
              />
              <p className="text-dense text-muted">{t('imports.progress.leave')}</p>
            </div>
          </Card>
        )}
        {state === 'failed' && (
          <Banner
            tone="danger"
            title={t('imports.failed')}
            actions={
              <LinkButton size="small" icon={FileInput} href="/imports">
                {t('imports.again')}
              </LinkButton>
            }
          >
            {problemWords(new ApiProblem({ status: 409, code: record.problem ?? 'service.failed' }), t)}
          </Banner>
        )}
        {state === 'undone' && (
          <p className="text-muted">
            {t(kept && kept.length > 0 ? 'imports.undone.others' : 'imports.undone.what')}
          </p>
        )}
      </section>
      {state === 'undone' && kept && kept.length > 0 && (
        <Section
          title={t('imports.kept.title')}
          description={t('imports.kept', { count: kept.length, shown: number(kept.length) })}
        >
          <KeptList kept={kept} />
        </Section>
      )}
      {counts && (state === 'done' || state === 'undone') && (
        <>
          <ImportCounts counts={counts} />
          {state === 'done' && counts.rejected > 0 && (
            <Banner
              tone="warning"
              title={t('imports.left', { count: counts.rejected, shown: number(counts.rejected) })}
              actions={
                <LinkButton size="small" icon={Download} href={rejectsHref(record.id)} download>
                  {t('imports.rejects')}
                </LinkButton>
              }
            >
              {t('imports.left.what')}
            </Banner>
          )}
          <Section
            title={t(state === 'done' ? 'imports.effects.done' : 'imports.effects.undone')}
            actions={
              <LinkButton icon={UsersRound} href="/people">
                {t('imports.toPeople')}
              </LinkButton>
            }
          >
            <ImportEffects
              record={record}
              counts={counts}
              selected={show}
              onSelect={(next) => setUrl({ show: next })}
            />
          </Section>
        </>
      )}
    </div>
  );
}
