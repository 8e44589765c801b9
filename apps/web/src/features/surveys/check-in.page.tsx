import type { CheckIn } from '@ithaca/contracts/surveys';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { shortName } from '../../lib/short-name.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Card } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { AnswerCheckInForm } from './answer-check-in.form.tsx';
import { checkInQuery } from './surveys.queries.ts';

/** How is it going, honestly? */
export default function CheckInPage({ checkInId }: { checkInId: string }) {
  const t = useText();
  const checkIn = useQuery(checkInQuery(checkInId));
  return (
    <Page title={t('surveys.title')} width="reading">
      <Loaded query={checkIn} level="page">
        {(data) => <CheckInView checkIn={data} />}
      </Loaded>
    </Page>
  );
}

function CheckInView({ checkIn }: { checkIn: CheckIn }) {
  const t = useText();
  const { list, day } = useFormat();
  const [isEditing, setEditing] = useState(false);
  const names = list(checkIn.partnerNames.map(shortName));
  const isAnswered = checkIn.answeredAt !== null;
  const showsForm = checkIn.open && (!isAnswered || isEditing);
  const closes = day(checkIn.dueAt, 'long');
  return (
    <>
      <PageHeader
        crumbs={[{ label: t('surveys.pairing', { name: names }), href: `/pairings/${checkIn.pairingId}` }]}
        title={t('surveys.heading', { name: names })}
        description={checkIn.open ? t('surveys.what', { day: closes }) : checkIn.programName}
      />
      {!checkIn.open && (
        <Banner tone="neutral" title={t('surveys.closed')}>
          {t(isAnswered ? 'surveys.closed.answered' : 'surveys.closed.unanswered')}
        </Banner>
      )}
      {isAnswered && !isEditing && checkIn.open && (
        <Banner tone="success" title={t('surveys.thanks')} isAnnounced>
          {t('surveys.thanks.what', { day: closes })}
        </Banner>
      )}
      {showsForm && <AnswerCheckInForm checkIn={checkIn} names={names} onDone={() => setEditing(false)} />}
      {isAnswered && !showsForm && (
        <Card title={t('surveys.mine')}>
          <DescriptionList
            facts={[
              {
                term: t('surveys.meeting.short'),
                value: checkIn.meetingRegularly && t(`surveys.meeting.${checkIn.meetingRegularly}`),
              },
              {
                term: t('surveys.useful.short'),
                value: checkIn.usefulness && t(`surveys.useful.${checkIn.usefulness as 1 | 2 | 3 | 4 | 5}`),
              },
              {
                term: t('surveys.change.short'),
                value: checkIn.change ? (
                  <span dir="auto" className="whitespace-pre-line">
                    {checkIn.change}
                  </span>
                ) : (
                  t('surveys.change.nothing')
                ),
              },
              {
                term: t('surveys.readers'),
                value: checkIn.sharedWithPartner
                  ? t('surveys.readers.partner', { name: names })
                  : t('surveys.readers.nobody'),
              },
            ]}
          />
          <div className="mt-4 flex flex-wrap gap-2">
            {checkIn.open && <Button onPress={() => setEditing(true)}>{t('surveys.edit')}</Button>}
            <LinkButton href={`/pairings/${checkIn.pairingId}`}>{t('surveys.toPairing')}</LinkButton>
          </div>
        </Card>
      )}
    </>
  );
}
