import { useQuery } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { CohortStatus } from '../../shell/cohort-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Stat } from '../../ui/stat.tsx';
import { CastTable } from './cast-table.tsx';
import { Days } from './days.tsx';
import { roomQuery } from './rehearsals.queries.ts';

/** Where does the rehearsal stand, what comes next, who takes part? */
export default function RehearsalPage() {
  const t = useText();
  const { number } = useFormat();
  const room = useQuery(roomQuery);
  const queries = useQueryClient();
  const walking = useRef(false);
  const isWalking = room.data !== undefined && room.data.walkingTo !== null;
  // When days have passed nothing read before is true any more: the cohort's stage, the mails, the day in the banner.
  useEffect(() => {
    if (walking.current && !isWalking) void queries.invalidateQueries();
    walking.current = isWalking;
  }, [isWalking, queries]);
  return (
    <Page title={t('rehearsal.title')} width="work">
      <Loaded query={room} level="page">
        {(data) => (
          <>
            <PageHeader
              title={t('rehearsal.of', { name: data.cohortName })}
              description={data.programName}
              status={<CohortStatus state={data.cohortState} />}
              actions={
                <>
                  <LinkButton href="/rehearsal/mails">
                    {t('rehearsal.mails.read', {
                      count: data.counts.mails,
                      shown: number(data.counts.mails),
                    })}
                  </LinkButton>
                  <LinkButton variant="primary" href={`/manage/${data.programId}`}>
                    {t('rehearsal.cohort')}
                  </LinkButton>
                </>
              }
            />
            <Days room={data} />
            <Section title={t('rehearsal.sofar')}>
              <div className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
                <Stat label={t('rehearsal.count.mails')} value={number(data.counts.mails)} />
                <Stat label={t('rehearsal.count.pairings')} value={number(data.counts.pairings)} />
                <Stat label={t('rehearsal.count.meetings')} value={number(data.counts.meetings)} />
                <Stat
                  label={t('rehearsal.count.checkIns')}
                  value={t('rehearsal.count.of', {
                    part: number(data.counts.answeredCheckIns),
                    all: number(data.counts.checkIns),
                  })}
                />
              </div>
            </Section>
            <Section title={t('rehearsal.cast')} description={t('rehearsal.cast.what')}>
              <CastTable cast={data.cast} isStill={!isWalking} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}
