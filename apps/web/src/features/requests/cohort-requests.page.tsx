import { useQuery } from '@tanstack/react-query';
import ShieldAlert from 'lucide-react/icons/shield-alert';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { waitingQuery } from '../../lib/waiting.queries.ts';
import { useCohort } from '../../shell/cohort.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { WaitingList } from './waiting-list.tsx';

const RequestsTable = lazyLayer(
  async () => (await import('./requests-table.tsx')).RequestsTable,
  () => <Skeleton className="h-64 w-full rounded-lg" />,
);

/** Who waits for me? Mentees who get no mentor by themselves, then who asked whom. */
export default function CohortRequestsPage() {
  const t = useText();
  const { program, cohort, canCoordinate } = useCohort();
  return (
    <Page title={`${t('desk.title')} · ${program.name}`} width="full">
      {canCoordinate ? (
        <Desk cohortId={cohort.id} />
      ) : (
        <EmptyState icon={ShieldAlert} title={t('desk.closed')}>
          {t('desk.closed.why')}
        </EmptyState>
      )}
    </Page>
  );
}

function Desk({ cohortId }: { cohortId: string }) {
  const waiting = useQuery(waitingQuery(cohortId));
  return (
    <div className="flex flex-col gap-6">
      <Loaded query={waiting} skeleton={<Skeleton className="h-64 w-full rounded-lg" />}>
        {({ items, mode, answerDays }) => (
          <>
            <WaitingList items={items} answerDays={answerDays} />
            {mode === 'self-service' && <RequestsTable cohortId={cohortId} />}
          </>
        )}
      </Loaded>
    </div>
  );
}
