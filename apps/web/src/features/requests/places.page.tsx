import { useQuery } from '@tanstack/react-query';
import HandHelping from 'lucide-react/icons/hand-helping';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PlaceCard } from './place-card.tsx';
import { RequestCard } from './request-card.tsx';
import { askedQuery, placesQuery } from './requests.queries.ts';

/** How much can I give? Who asks me, whom I have, and how many more I take. */
export default function PlacesPage() {
  const t = useText();
  const asked = useQuery(askedQuery);
  const places = useQuery(placesQuery);
  const both = {
    data: asked.data && places.data && { asked: asked.data.items, places: places.data.items },
    error: asked.error ?? places.error,
    isError: asked.isError || places.isError,
    refetch: () => Promise.all([asked.refetch(), places.refetch()]),
  };
  // A peer is asked, and has no places to give.
  const isOfPeers =
    both.data?.places.length === 0 &&
    both.data.asked.length > 0 &&
    both.data.asked.every(({ role }) => role === 'peer');
  const title = t(isOfPeers ? 'requests.open' : 'requests.myPlaces');
  return (
    <Page title={title} width="reading">
      <PageHeader title={title} description={isOfPeers ? undefined : t('requests.myPlaces.what')} />
      <Loaded query={both} skeleton={<Skeleton className="h-48 w-full" />}>
        {(data) => {
          const open = data.asked.filter(({ state }) => state === 'asked');
          const past = data.asked.filter(({ state }) => state !== 'asked');
          if (data.places.length === 0 && data.asked.length === 0)
            return (
              <EmptyState
                icon={HandHelping}
                title={t('requests.noPlaces')}
                action={
                  <LinkButton variant="primary" href="/programs">
                    {t('requests.findProgram')}
                  </LinkButton>
                }
              >
                {t('requests.noPlaces.why')}
              </EmptyState>
            );
          return (
            <>
              {open.length > 0 && (
                <Section title={t(isOfPeers ? 'requests.state.asked' : 'requests.open')}>
                  <ul className="flex flex-col gap-4">
                    {open.map((request) => (
                      <RequestCard key={request.id} request={request} />
                    ))}
                  </ul>
                </Section>
              )}
              {data.places.length > 0 && (
                <Section title={t('requests.cohorts')}>
                  <ul className="flex flex-col gap-4">
                    {data.places.map((place) => (
                      <PlaceCard key={place.enrolmentId} place={place} />
                    ))}
                  </ul>
                </Section>
              )}
              {past.length > 0 && (
                <Section title={t('requests.past')}>
                  <ul className="divide-y rounded-lg border bg-card">
                    {past.map((request) => (
                      <li key={request.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
                        <span className="min-w-0 flex-1">
                          <bdi>{request.mentee.displayName}</bdi> · {request.programName}
                        </span>
                        <span className="text-dense text-muted">{t(`requests.state.${request.state}`)}</span>
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
