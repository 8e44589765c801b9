import type { Pairing } from '@ithaca/contracts/pairings';
import { useQuery } from '@tanstack/react-query';
import Award from 'lucide-react/icons/award';
import CirclePause from 'lucide-react/icons/circle-pause';
import MessagesSquare from 'lucide-react/icons/messages-square';
import Repeat from 'lucide-react/icons/repeat';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { pairingQuery, partnersOf } from '../../lib/pairing.ts';
import { isCircle, usePairingName } from '../../lib/pairing-name.ts';
import { shortName } from '../../lib/short-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ReadyWords } from './pairing/ready-words.tsx';
import { usePauseAndResume } from './pairing/pairing-menu.tsx';

const EndPairingForm = lazyLayer(async () => (await import('./pairing/end-pairing.form.tsx')).EndPairingForm);

/** What if it does not work? First a talk, then a pause, then another partner; the end is one way among others. */
export default function ChangePage({ pairingId }: { pairingId: string }) {
  const t = useText();
  const pairing = useQuery(pairingQuery(pairingId));
  return (
    <Page title={t('change.title')} width="reading">
      <Loaded query={pairing} level="page">
        {(data) => <Ways pairing={data} />}
      </Loaded>
    </Page>
  );
}

function Ways({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { actor } = useSession();
  const nameOf = usePairingName();
  const [isEnding, setEnding] = useState(false);
  const { pause, resume, isPending } = usePauseAndResume(pairing);
  const circle = isCircle(pairing);
  const title = nameOf(pairing, actor.personId);
  const name = circle ? title : shortName(partnersOf(pairing, actor.personId)[0]?.displayName ?? '');
  const isRunning = pairing.state === 'active' || pairing.state === 'paused';
  const isLeaving = circle && pairing.myRole === 'mentee';
  const header = (
    <PageHeader
      crumbs={[{ label: title, href: `/pairings/${pairing.id}` }]}
      title={t('change.title')}
      description={t('change.what')}
    />
  );
  if (!isRunning || pairing.myRole === null)
    return (
      <>
        {header}
        <Banner actions={<LinkButton href="/my">{t('change.toMy')}</LinkButton>}>{t('change.over')}</Banner>
      </>
    );
  return (
    <>
      {header}
      <Card title={t('change.talk')} description={t('change.talk.what', { name })}>
        <div className="flex flex-col gap-4">
          <ReadyWords name={name} />
          <div>
            <LinkButton icon={MessagesSquare} href={`/pairings/${pairing.id}/messages`}>
              {t('change.talk.write')}
            </LinkButton>
          </div>
        </div>
      </Card>
      {!isLeaving && (
        <Card title={t('change.pause')} description={t('change.pause.what')}>
          {pairing.state === 'paused' ? (
            <Button icon={CirclePause} onPress={resume} isLoading={isPending}>
              {t('change.resume')}
            </Button>
          ) : (
            <Button icon={CirclePause} onPress={pause} isLoading={isPending}>
              {t('change.pause.do')}
            </Button>
          )}
        </Card>
      )}
      <Card
        title={t(isLeaving ? 'change.leave' : 'change.other')}
        description={t(
          pairing.myRole === 'mentor'
            ? 'change.other.mentor'
            : isLeaving
              ? 'change.leave.what'
              : 'change.other.what',
        )}
      >
        <Button icon={Repeat} onPress={() => setEnding(true)}>
          {t(isLeaving ? 'change.leave.do' : 'change.other.do')}
        </Button>
      </Card>
      {!isLeaving && (
        <Card title={t('change.end')} description={t('change.end.what')}>
          <LinkButton icon={Award} href={`/pairings/${pairing.id}/finish`}>
            {t('change.end.do')}
          </LinkButton>
        </Card>
      )}
      {isEnding && (
        <EndPairingForm isChange pairing={pairing} onPause={pause} onClose={() => setEnding(false)} />
      )}
    </>
  );
}
