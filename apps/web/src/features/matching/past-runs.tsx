import type { MatchingRun } from '@ithaca/contracts/matching';
import FileClock from 'lucide-react/icons/file-clock';
import ShieldCheck from 'lucide-react/icons/shield-check';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { useShare } from '../../lib/share.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { RunRecord } from './run-record.tsx';
import { ProofStatus, RunStatus } from './run-status.tsx';

function Matched({ matched, mentees }: { matched: number; mentees: number }) {
  return useShare()(matched, mentees);
}

function useColumns(open: (run: MatchingRun) => void): Column<MatchingRun>[] {
  const t = useText();
  const { instant } = useFormat();
  return useMemo(
    () => [
      {
        id: 'when',
        header: t('matching.runs.when'),
        cell: ({ createdAt }) => <time dateTime={createdAt}>{instant(createdAt)}</time>,
      },
      {
        id: 'state',
        header: t('matching.runs.state'),
        cell: ({ state }) => <RunStatus state={state} look="plain" />,
      },
      {
        id: 'result',
        header: t('matching.runs.result'),
        cell: ({ statistics }) => statistics && <Matched {...statistics} />,
      },
      {
        id: 'proof',
        header: t('matching.runs.proof'),
        cell: (run) => <ProofStatus run={run} look="plain" />,
      },
      {
        id: 'by',
        header: t('matching.runs.by'),
        cell: ({ createdByName }) => <span dir="auto">{createdByName}</span>,
      },
      {
        id: 'record',
        header: t('matching.record'),
        isHeaderHidden: true,
        align: 'end',
        cell: (run) =>
          run.isKept && (
            <Button variant="quiet" size="small" icon={ShieldCheck} onPress={() => open(run)}>
              {t('matching.record')}
            </Button>
          ),
      },
    ],
    [t, instant, open],
  );
}

/** Every draft of the cohort, the newest first. */
export function PastRuns({
  runs,
  hrefOf,
  off,
}: {
  runs: readonly MatchingRun[];
  hrefOf: (run: MatchingRun) => string;
  /** Why nothing may be started here; undefined when it may. */
  off: string | undefined;
}) {
  const t = useText();
  const [{ record }, setState] = useUrlState({ record: '' });
  const open = useMemo(() => (run: MatchingRun) => setState({ record: run.id }, { push: true }), [setState]);
  const columns = useColumns(open);
  const shown = runs.find(({ id }) => id === record);
  return (
    <Section title={t('matching.runs')}>
      <DataTable
        label={t('matching.runs.table')}
        columns={columns}
        rows={runs}
        rowId={({ id }) => id}
        rowHref={hrefOf}
        narrow="cards"
        empty={
          <EmptyState icon={FileClock} title={t('matching.runs.none')}>
            {t('matching.runs.none.why')}
          </EmptyState>
        }
      />
      {shown && <RunRecord run={shown} off={off} onClose={() => setState({ record: '' })} />}
    </Section>
  );
}
