import { quarterOf } from '@ithaca/metrics/sheets/quarter-sheet';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import FileDown from 'lucide-react/icons/file-down';
import Printer from 'lucide-react/icons/printer';
import { isOfAddress } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useRightedAddress } from '../../../lib/righted-address.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Button } from '../../../ui/button.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Select } from '../../../ui/select.tsx';
import { QuarterSheet } from './quarter-sheet.tsx';
import { quarterQuery } from '../reports.queries.ts';
import { SheetSkeleton } from '../sheet-skeleton.tsx';

/** Asked for what an hour costs: its code comes while the page is read. */
const NumberField = lazyLayer(
  async () => (await import('../../../ui/number-field.tsx')).NumberField,
  () => <Skeleton className="h-16 w-64 max-w-full" />,
);

/** For whoever pays: what came of it, what a quarter took, what the data cannot carry. One page, printed on one sheet. */
export default function QuarterPage({ cohortId }: { cohortId: string }) {
  const t = useText();
  const format = useFormat();
  const { locale } = useLocale();
  const [{ quarter, rate }, setUrl] = useUrlState({ quarter: '', rate: '' });
  const page = useQuery({ ...quarterQuery(cohortId, quarter), placeholderData: keepPreviousData });
  useRightedAddress(isOfAddress(page.error) ? { quarter: '' } : {});
  const cost = rate === '' || !(Number(rate) >= 0) ? null : Number(rate);
  const cohort = page.data?.report.cohort;
  const title = cohort
    ? t('reports.quarter.title', { cohort: `${cohort.programName}, ${cohort.name}` })
    : t('reports.quarter.link');
  const paper = new URLSearchParams({
    ...(page.data && { quarter: page.data.quarter.key }),
    ...(cost !== null && { rate: String(cost) }),
    locale,
  });
  const nameOf = (key: string) => t('reports.quarter.name', quarterOf(format, key));
  return (
    <Page title={title} width="reading">
      <div className="no-print flex flex-wrap items-center justify-between gap-3">
        <Breadcrumb
          crumbs={[
            { label: t('reports.title'), href: '/reports' },
            ...(cohort ? [{ label: cohort.name, href: `/reports/${cohortId}` }] : []),
          ]}
        />
        {page.data && (
          <div className="flex flex-wrap gap-2">
            <LinkButton
              icon={FileDown}
              href={`/api/cohorts/${cohortId}/report/quarter/paper?${paper.toString()}`}
              download="quarter.pdf"
            >
              {t('reports.pdf')}
            </LinkButton>
            <Button variant="primary" icon={Printer} onPress={() => window.print()}>
              {t('reports.print')}
            </Button>
          </div>
        )}
      </div>
      <Loaded query={page} level="page" skeleton={<SheetSkeleton />}>
        {(data) => (
          <>
            <div className="no-print flex flex-wrap gap-4">
              <Select
                className="min-w-52"
                label={t('reports.quarter.choose')}
                choices={data.quarters.map((key) => ({ id: key, label: nameOf(key) }))}
                value={data.quarter.key}
                onChange={(id) => setUrl({ quarter: id })}
              />
              <NumberField
                className="w-64 max-w-full"
                label={t('reports.quarter.rate')}
                description={t('reports.quarter.rate.hint')}
                minValue={0}
                maxValue={100_000}
                value={cost ?? Number.NaN}
                onChange={(value) => setUrl({ rate: Number.isNaN(value) ? '' : String(value) })}
              />
            </div>
            <QuarterSheet page={data} rate={cost} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
