import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { pairingQuery, partnersOf, useOffReason } from '../../lib/pairing.ts';
import { usePairingName } from '../../lib/pairing-name.ts';
import { shortName } from '../../lib/short-name.ts';
import { useSession } from '../../shell/session.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonPage } from '../../ui/skeleton.tsx';
import { PlanMeetingForm } from './plan-meeting.form.tsx';

/** When suits both? */
export default function NewMeetingPage({ pairingId }: { pairingId: string }) {
  const t = useText();
  const { list } = useFormat();
  const { actor } = useSession();
  const offReason = useOffReason();
  const nameOf = usePairingName();
  const pairing = useQuery(pairingQuery(pairingId));
  return (
    <Page title={t('meetings.new')}>
      <Loaded query={pairing} level="page" skeleton={<SkeletonPage />}>
        {(data) => {
          const others = partnersOf(data, actor.personId);
          const off = offReason(data, 'plan');
          return (
            <>
              <PageHeader
                crumbs={[
                  {
                    label: nameOf(data, actor.personId),
                    href: `/pairings/${pairingId}`,
                  },
                  { label: t('pairings.tab.meetings'), href: `/pairings/${pairingId}/meetings` },
                ]}
                title={t('meetings.new')}
                description={t('meetings.new.what', {
                  name: list(others.map(({ displayName }) => shortName(displayName))),
                })}
              />
              {off === undefined ? (
                <PlanMeetingForm pairing={data} />
              ) : (
                <EmptyState
                  title={t('meetings.new.off')}
                  action={<LinkButton href={`/pairings/${pairingId}`}>{t('meetings.toPairing')}</LinkButton>}
                >
                  {off}
                </EmptyState>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
