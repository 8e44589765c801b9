import { useQuery } from '@tanstack/react-query';
import Handshake from 'lucide-react/icons/handshake';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { myPairingsQuery } from '../../lib/pairing.ts';
import { useSeen } from '../../lib/pairing-opened.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EnrolmentLine } from './enrolment-line.tsx';
import { MyPairingCard } from './my-pairing-card.tsx';
import { myEnrolmentsQuery } from './pairings.queries.ts';

const waiting = ['draft', 'awaiting-approval', 'in-pool', 'waitlisted', 'paused'];
const open = ['offered', 'active', 'paused'];

/** Where does each of my pairings stand? */
export default function MyPage() {
  const t = useText();
  const pairings = useQuery(myPairingsQuery);
  useSeen(pairings.data?.items);
  const enrolments = useQuery(myEnrolmentsQuery);
  const both = {
    data: pairings.data &&
      enrolments.data && { pairings: pairings.data.items, enrolments: enrolments.data.items },
    error: pairings.error ?? enrolments.error,
    isError: pairings.isError || enrolments.isError,
    refetch: () => Promise.all([pairings.refetch(), enrolments.refetch()]),
  };
  return (
    <Page title={t('pairings.my')}>
      <PageHeader
        title={t('pairings.my')}
        description={t('pairings.my.what')}
        actions={
          <>
            {enrolments.data?.items.some(({ role }) => role === 'mentor') && (
              <LinkButton href="/my/places">{t('pairings.my.places')}</LinkButton>
            )}
            {enrolments.data && enrolments.data.items.length > 0 && (
              <LinkButton href="/library">{t('pairings.library')}</LinkButton>
            )}
            <LinkButton href="/my/history">{t('pairings.my.history')}</LinkButton>
            <LinkButton href="/programs">{t('pairings.my.find')}</LinkButton>
          </>
        }
      />
      <Loaded query={both} skeleton={<MySkeleton />}>
        {({ pairings: all, enrolments: mine }) => {
          const current = all.filter(({ state }) => open.includes(state));
          const past = all.filter(({ state }) => !open.includes(state));
          const pending = mine
            .filter(({ state }) => waiting.includes(state))
            // A seat that is kept has a deadline: it comes before whatever only waits.
            .toSorted(
              (one, other) =>
                Number(other.standing?.kind === 'offer') - Number(one.standing?.kind === 'offer'),
            );
          if (all.length === 0 && pending.length === 0)
            return (
              <EmptyState
                icon={Handshake}
                title={t('pairings.my.empty')}
                action={
                  <LinkButton variant="primary" href="/programs">
                    {t('pairings.my.find')}
                  </LinkButton>
                }
              >
                {t('pairings.my.empty.why')}
              </EmptyState>
            );
          return (
            <>
              {current.length > 0 && (
                <ul className="grid gap-4 lg:grid-cols-2">
                  {current.map((pairing) => (
                    <li key={pairing.id} className={current.length === 1 ? 'lg:col-span-2' : ''}>
                      <MyPairingCard pairing={pairing} />
                    </li>
                  ))}
                </ul>
              )}
              {pending.length > 0 && (
                <Section title={t('pairings.my.waiting')} description={t('pairings.my.waiting.what')}>
                  <ul className="divide-y rounded-lg border bg-card">
                    {pending.map((enrolment) => (
                      <EnrolmentLine key={enrolment.id} enrolment={enrolment} />
                    ))}
                  </ul>
                </Section>
              )}
              {past.length > 0 && (
                <Section title={t('pairings.my.past')}>
                  <ul className="grid gap-4 lg:grid-cols-2">
                    {past.map((pairing) => (
                      <li key={pairing.id}>
                        <MyPairingCard pairing={pairing} level={3} />
                      </li>
                    ))}
                  </ul>
                </Section>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function MySkeleton() {
  return (
    <div className="flex flex-col gap-4 rounded-lg border p-4">
      <div className="flex items-center gap-3">
        <Skeleton className="size-10 rounded-full" />
        <Skeleton className="h-5 w-48" />
      </div>
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-9 w-40" />
    </div>
  );
}
