import type { OpenCohort } from '@ithaca/contracts/programs';
import { useQuery } from '@tanstack/react-query';
import Sprout from 'lucide-react/icons/sprout';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CohortCard } from './cohort-card.tsx';
import { myEnrolments } from './open-cohort.ts';
import { openCohortsQuery } from './programs.queries.ts';

const grid = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,20rem),1fr))] gap-3';

function Cards({ title, cohorts }: { title: string; cohorts: readonly OpenCohort[] }) {
  if (cohorts.length === 0) return null;
  return (
    <Section title={title}>
      <ul className={grid}>
        {cohorts.map((cohort) => (
          <CohortCard key={cohort.id} cohort={cohort} />
        ))}
      </ul>
    </Section>
  );
}

function CardsSkeleton() {
  return (
    <div className={grid}>
      {[0, 1].map((card) => (
        <div key={card} className="flex flex-col gap-3 rounded-lg border bg-card p-4">
          <Skeleton className="h-6 w-40" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-3/4" />
          <Skeleton className="h-16 w-full" />
        </div>
      ))}
    </div>
  );
}

/** Which program fits me? */
export default function ProgramsPage() {
  const t = useText();
  const query = useQuery(openCohortsQuery);
  return (
    <Page title={t('shell.programs')}>
      <PageHeader title={t('shell.programs')} description={t('programs.what')} />
      <Loaded query={query} skeleton={<CardsSkeleton />}>
        {({ items }) => {
          const isMine = (cohort: OpenCohort) => myEnrolments(cohort).length > 0;
          const others = items.filter((cohort) => !isMine(cohort) && cohort.state === 'enrolling');
          const fitting = others.filter(({ eligible }) => eligible);
          return (
            <>
              {fitting.length === 0 && (
                <EmptyState
                  icon={Sprout}
                  title={t('programs.none')}
                  action={<LinkButton href="/my">{t('programs.none.do')}</LinkButton>}
                >
                  {t('programs.none.why')}
                </EmptyState>
              )}
              <Cards title={t('programs.openToMe')} cohorts={fitting} />
              <Cards title={t('programs.mine')} cohorts={items.filter(isMine)} />
              <Cards title={t('programs.notForMe')} cohorts={others.filter(({ eligible }) => !eligible)} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
