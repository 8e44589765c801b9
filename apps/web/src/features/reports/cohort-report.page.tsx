import { useQuery } from '@tanstack/react-query';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { useCohort } from '../../shell/cohort.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { ReportActs } from './report-acts.tsx';
import { ReportSheet } from './report-sheet.tsx';
import { reportQuery } from './reports.queries.ts';
import { SheetSkeleton } from './sheet-skeleton.tsx';

const early = ['draft', 'scheduled', 'enrolling', 'matching'];

/** The report of the cohort under its program: the same page as under Reports. */
export default function CohortReportPage() {
  const t = useText();
  const { day } = useFormat();
  const { program, cohort, hrefOf } = useCohort();
  const isEarly = early.includes(cohort.state);
  const report = useQuery({ ...reportQuery(cohort.id), enabled: !isEarly });
  return (
    <Page title={t('reports.of', { cohort: `${program.name}, ${cohort.name}` })} width="reading">
      {isEarly ? (
        <Card>
          <EmptyState
            icon={CalendarClock}
            title={t('reports.early')}
            action={<LinkButton href={hrefOf('overview')}>{t('reports.early.do')}</LinkButton>}
          >
            {t('reports.early.why', { day: day(cohort.startsOn) })}
          </EmptyState>
        </Card>
      ) : (
        <>
          {report.data && (
            <div className="no-print flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <Link href={`/manage/${program.id}/report/built?cohort=${cohort.id}`}>
                {t('reports.built')}
              </Link>
              <ReportActs cohortId={cohort.id} hasQuarter />
            </div>
          )}
          <Loaded query={report} skeleton={<SheetSkeleton />}>
            {(data) => <ReportSheet report={data} level={2} />}
          </Loaded>
        </>
      )}
    </Page>
  );
}
