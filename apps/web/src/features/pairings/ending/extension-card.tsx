import type { Ending } from '@ithaca/contracts/endings';
import type { Pairing } from '@ithaca/contracts/pairings';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useAnswerExtension } from './endings.queries.ts';

const ExtensionForm = lazyLayer(async () => (await import('./extension.form.tsx')).ExtensionForm);

/** Going on after the end: proposing it, answering what was proposed, taking it back. */
export function ExtensionCard({ pairing, ending }: { pairing: Pairing; ending: Ending }) {
  const t = useText();
  const { day } = useFormat();
  const { actor } = useSession();
  const [isProposing, setProposing] = useState(false);
  const answer = useAnswerExtension(pairing.id);
  const { endsOn, range, proposal } = ending.extension;
  const isRunning = pairing.state === 'active' || pairing.state === 'paused';
  if (!isRunning || pairing.format === 'flash') return null;
  const isMine = proposal?.proposedBy.personId === actor.personId;
  const send = (what: 'acceptExtension' | 'declineExtension' | 'withdrawExtension') =>
    answer.mutate(what, { onSuccess: () => showToast({ title: t(`endings.extension.done.${what}`) }) });
  return (
    <Card
      title={t('endings.extension')}
      description={t('endings.extension.ends', { day: day(endsOn, 'long') })}
    >
      {proposal === null ? (
        <Button
          icon={CalendarPlus}
          disabledReason={range === null ? t('endings.extension.off') : undefined}
          onPress={() => setProposing(true)}
        >
          {t('endings.extension.propose')}
        </Button>
      ) : (
        <Banner
          title={
            isMine
              ? t('endings.extension.mine', { day: day(proposal.untilOn, 'long') })
              : t('endings.extension.theirs', {
                  name: proposal.proposedBy.displayName,
                  day: day(proposal.untilOn, 'long'),
                })
          }
          actions={
            isMine ? (
              <Button size="small" isLoading={answer.isPending} onPress={() => send('withdrawExtension')}>
                {t('endings.extension.withdraw')}
              </Button>
            ) : (
              !proposal.isAgreedByMe && (
                <>
                  <Button
                    size="small"
                    variant="primary"
                    isLoading={answer.isPending}
                    onPress={() => send('acceptExtension')}
                  >
                    {t('endings.extension.accept')}
                  </Button>
                  <Button size="small" isDisabled={answer.isPending} onPress={() => send('declineExtension')}>
                    {t('endings.extension.decline')}
                  </Button>
                </>
              )
            )
          }
        >
          {proposal.reason && (
            <p dir="auto" className="whitespace-pre-line">
              {proposal.reason}
            </p>
          )}
          <p className="text-dense text-muted">
            {proposal.keepsSeries && `${t('endings.extension.series')} `}
            {t(
              isMine
                ? 'endings.extension.waits'
                : proposal.isAgreedByMe
                  ? 'endings.extension.agreed'
                  : 'endings.extension.private',
            )}
          </p>
        </Banner>
      )}
      {isProposing && range !== null && (
        <ExtensionForm pairing={pairing} range={range} onClose={() => setProposing(false)} />
      )}
    </Card>
  );
}
