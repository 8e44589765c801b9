import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { useIntroductionWords } from '../../lib/introductions.ts';
import { Loaded, Page } from '../../lib/page.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { IntroductionCard } from './introduction-card.tsx';
import { introductionQuery } from './introductions.queries.ts';

/** May two people be put in touch? The page to which mails and the home page lead, for each of the three. */
export default function IntroductionPage({ introductionId }: { introductionId: string }) {
  const t = useText();
  const words = useIntroductionWords();
  const introduction = useQuery(introductionQuery(introductionId));
  return (
    <Page
      title={introduction.data ? words.title(introduction.data) : t('introductions.title')}
      width="reading"
    >
      <Loaded query={introduction} level="page">
        {(data) => (
          <>
            <PageHeader
              crumbs={[
                data.pairingId === null
                  ? { label: t('introductions.mine'), href: '/introductions' }
                  : { label: t('introductions.title'), href: `/pairings/${data.pairingId}/introductions` },
              ]}
              title={t(`introductions.kind.${data.kind}`)}
              description={t(`introductions.how.${data.myPart}`, { kind: data.kind })}
            />
            <IntroductionCard introduction={data} level={2} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
