import { importProblemCodes, type PersonImport } from '@ithaca/contracts/imports';
import CircleCheck from 'lucide-react/icons/circle-check';
import Download from 'lucide-react/icons/download';
import { useRef } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ImportGrid } from './import-grid.tsx';
import { ImportMends } from './import-mends.tsx';
import { ImportRowForm } from './import-row.form.tsx';
import { importRowsQuery, type RowFilter } from './imports.queries.ts';
import { rejectsHref } from './import-parts.tsx';

const allRejected = 'rejected';

type ProblemsProps = {
  record: PersonImport;
  /** A kind of problem, '' for all rejected lines. */
  kind: string;
  hrefOf: (step: string, more?: Record<string, string>) => string;
  readOnly: string | undefined;
};

/** Step 2: what is wrong, by kind, and the lines to mend in place. */
export function ImportProblems({ record, kind, hrefOf, readOnly }: ProblemsProps) {
  const t = useText();
  const { number } = useFormat();
  const { locale } = useLocale();
  const rejected = record.counts?.rejected ?? 0;
  // Also a kind that does not occur any more: its last line was mended, and the list says so.
  const asked = importProblemCodes.find((known) => known === kind);
  const forward = (
    <LinkButton variant="primary" href={hrefOf('preview')}>
      {t('imports.problems.next')}
    </LinkButton>
  );
  if (record.problems.length === 0)
    return (
      <div className="rounded-lg border bg-card">
        <EmptyState icon={CircleCheck} title={t('imports.problems.none')} action={forward}>
          {t('imports.problems.none.why')}
        </EmptyState>
      </div>
    );
  const errors = record.problems.filter(({ severity }) => severity === 'error');
  const warnings = record.problems.filter(({ severity }) => severity === 'warning');
  // One kind of error is shown as that kind; several together, until one of them is chosen.
  const [only, second] = errors.length > 0 ? errors : warnings;
  const isOne = second === undefined || errors.length === 0;
  const code = asked ?? (isOne && kind !== allRejected ? only?.code : undefined);
  const filter: RowFilter = code ? { code } : { effect: 'rejected' };
  const entryOf = ({ code, rows }: (typeof record.problems)[number]) => ({
    id: code,
    label: t(`imports.problem.${code}`),
    rows,
    isCurrent: filter.code === code,
  });
  return (
    <div className="flex flex-col gap-6">
      <div className="grid items-start gap-x-6 gap-y-4 lg:grid-cols-[17rem_1fr]">
        <nav aria-label={t('imports.problems.kinds')} className="flex flex-col gap-4 lg:sticky lg:top-6">
          {errors.length > 0 && (
            <Kinds
              title={t('imports.problems.errors')}
              hrefOf={hrefOf}
              entries={[
                ...(errors.length > 1
                  ? [
                      {
                        id: allRejected,
                        label: t('imports.problems.all'),
                        rows: rejected,
                        isCurrent: code === undefined,
                      },
                    ]
                  : []),
                ...errors.map(entryOf),
              ]}
            />
          )}
          {warnings.length > 0 && (
            <Kinds title={t('imports.problems.warnings')} hrefOf={hrefOf} entries={warnings.map(entryOf)} />
          )}
        </nav>
        <ProblemRows key={code ?? allRejected} record={record} filter={filter} readOnly={readOnly} />
      </div>
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        {rejected > 0 && (
          <>
            <p className="text-dense text-muted">
              {t('imports.problems.stayOut', { count: rejected, shown: number(rejected) })}
            </p>
            <LinkButton icon={Download} href={rejectsHref(record.id, locale)} download>
              {t('imports.rejects')}
            </LinkButton>
          </>
        )}
        {forward}
      </div>
    </div>
  );
}

type KindsProps = {
  title: string;
  entries: readonly { id: string; label: string; rows: number; isCurrent: boolean }[];
  hrefOf: ProblemsProps['hrefOf'];
};

function Kinds({ title, entries, hrefOf }: KindsProps) {
  const { number } = useFormat();
  return (
    <div>
      <h2 className="mb-1 px-2.5 text-dense font-medium text-muted">{title}</h2>
      <ul className="flex flex-col gap-0.5">
        {entries.map(({ id, label, rows, isCurrent }) => (
          <li key={id}>
            <Link
              variant="plain"
              href={hrefOf('problems', { kind: id })}
              {...(isCurrent && { 'aria-current': 'true' as const })}
              className={cx(
                'flex min-h-8 items-center gap-3 rounded-md px-2.5 py-1',
                isCurrent ? 'bg-accent-tint font-medium' : 'hover:bg-hover',
              )}
            >
              <span className="min-w-0 flex-1">{label}</span>
              <span className="text-dense text-muted tabular-nums">{number(rows)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ProblemRows({
  record,
  filter,
  readOnly,
}: {
  record: PersonImport;
  filter: RowFilter;
  readOnly: string | undefined;
}) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const { query, rows, pagination, isError } = usePaged(importRowsQuery(record.id, filter, 20));
  const code = filter.code;
  const problem = record.problems.find((one) => one.code === code);
  // A mended line is gone: the focus goes to the one that took its place.
  const goOn = (place: number) =>
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      (list.current?.children[place]?.querySelector('input') ?? heading.current)?.focus();
    });
  if (isError) return <ProblemState problem={query.error} onRetry={() => void query.refetch()} />;
  return (
    <section className="flex min-w-0 flex-col gap-3">
      <div>
        <h2 ref={heading} tabIndex={-1} className="text-lead font-semibold outline-none">
          {code ? t(`imports.problem.${code}`) : t('imports.problems.all')}
        </h2>
        <p className="text-body text-muted">
          {code ? t(`imports.problem.${code}.do`) : t('imports.problems.all.do')}
        </p>
      </div>
      {!rows && [1, 2, 3, 4].map((line) => <Skeleton key={line} className="h-18 w-full rounded-lg" />)}
      {problem && rows && rows.length > 0 && (
        <ImportMends key={problem.code} record={record} problem={problem} readOnly={readOnly} />
      )}
      {rows?.length === 0 && (
        <div className="rounded-lg border bg-card">
          <EmptyState icon={CircleCheck} title={t('imports.problems.mended')} />
        </div>
      )}
      {code === 'shifted-row' ? (
        <ul ref={list} className="divide-y rounded-lg border bg-card empty:hidden">
          {rows?.map((row, place) => (
            <li key={row.line}>
              <ImportRowForm record={record} row={row} readOnly={readOnly} onSaved={() => goOn(place)} />
            </li>
          ))}
        </ul>
      ) : (
        rows && rows.length > 0 && <ImportGrid record={record} rows={rows} readOnly={readOnly} />
      )}
      {rows && (pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
    </section>
  );
}
