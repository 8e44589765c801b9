import type { PersonImport } from '@ithaca/contracts/imports';
import { useState } from 'react';
import { goTo, useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import { draftOf, isApplied } from './import-mapping.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const partSkeleton = () => <Skeleton className="h-72 w-full rounded-lg" />;
const ImportColumns = lazyLayer(
  async () => (await import('./import-columns.tsx')).ImportColumns,
  partSkeleton,
);
const ImportPreview = lazyLayer(
  async () => (await import('./import-preview.tsx')).ImportPreview,
  partSkeleton,
);
const ImportProblems = lazyLayer(
  async () => (await import('./import-problems.tsx')).ImportProblems,
  partSkeleton,
);

const steps = ['columns', 'problems', 'preview'] as const;
type Step = (typeof steps)[number];

/** The three steps before anything happens; each has its address, and they can be taken in any order. */
export function ImportPreparation({ record }: { record: PersonImport }) {
  const t = useText();
  const mayWrite = useCan('directory.write');
  const readOnly = mayWrite ? undefined : t('directory.readOnly');
  const [{ step, kind }] = useUrlState({ step: '', kind: '' });
  const [draft, setDraft] = useState(() => draftOf(record));
  // Another sheet or encoding has other columns: what was said of the first ones is over.
  const reading = `${record.source.sheet} ${record.encoding} ${record.delimiter}`;
  const [drafted, setDrafted] = useState(reading);
  if (drafted !== reading) {
    setDrafted(reading);
    setDraft(draftOf(record));
  }
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
          key={reading}
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
      {current === 'preview' && <ImportPreview record={record} readOnly={readOnly} />}
    </>
  );
}
