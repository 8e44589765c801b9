import type { Agreement, Pairing } from '@ithaca/contracts/pairings';
import { agreementWords } from '@ithaca/domain/agreement';
import History from 'lucide-react/icons/history';
import Pencil from 'lucide-react/icons/pencil';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { partnersOf, useOffReason } from '../../../lib/pairing.ts';
import { shortName } from '../../../lib/short-name.ts';
import { useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Status } from '../../../ui/status.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { AgreementTerms } from './agreement-terms.tsx';
import { useSign } from '../pairings.queries.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const AgreementHistory = lazyLayer(async () => (await import('./agreement-history.tsx')).AgreementHistory);
const AgreementForm = lazyLayer(async () => (await import('./agreement.form.tsx')).AgreementForm);

/** What the two settled, and who has signed it as it stands. */
export function AgreementCard({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { actor } = useSession();
  const { day, number } = useFormat();
  const [form, setForm] = useState<{ from?: Agreement } | null>(null);
  const [isLooking, setLooking] = useState(false);
  const sign = useSign(pairing);
  const off = useOffReason()(pairing, 'note');
  const own = pairing.members.find(({ personId }) => personId === actor.personId);
  const { agreement, agreementVersion: said } = pairing;
  const waitingFor = partnersOf(pairing, actor.personId).filter(({ signedAt }) => signedAt === null);
  const isUnsigned = pairing.members.every(({ signedAt }) => signedAt === null);
  // Nothing but a rhythm is no proposal that anybody could sign.
  const isBlank =
    agreement === null || (isUnsigned && agreementWords.every((part) => agreement[part] === ''));
  return (
    <div id="agreement" className="scroll-mt-20">
      <Card
        title={t('pairings.agreement')}
        actions={
          off === undefined &&
          !isBlank &&
          own?.signedAt != null && (
            <IconButton
              size="small"
              icon={Pencil}
              label={t('pairings.agreement.edit')}
              onPress={() => setForm({})}
            />
          )
        }
      >
        <div className="flex flex-col gap-4">
          {isBlank ? (
            <p className="text-muted">{t('pairings.agreement.empty')}</p>
          ) : (
            <AgreementTerms terms={agreement} />
          )}
          {said && (
            <p className="text-dense text-muted">
              {said.proposedBy === null
                ? t('pairings.agreement.byProgram', { day: day(said.proposedAt, 'medium') })
                : said.proposedBy === actor.personId
                  ? t('pairings.agreement.byMe', { day: day(said.proposedAt, 'medium') })
                  : t('pairings.agreement.by', {
                      name:
                        pairing.members.find(({ personId }) => personId === said.proposedBy)?.displayName ??
                        '–',
                      day: day(said.proposedAt, 'medium'),
                    })}
              {said.heldNumber !== null && (
                <> {t('pairings.agreement.holds', { number: number(said.heldNumber) })}</>
              )}
            </p>
          )}
          {off === undefined && (
            <div className="flex flex-wrap items-center gap-2">
              {isBlank ? (
                <Button onPress={() => setForm({})}>{t('pairings.agreement.settle')}</Button>
              ) : own?.signedAt == null ? (
                <>
                  <Button
                    variant="primary"
                    isLoading={sign.isPending}
                    onPress={() =>
                      sign.mutate(undefined, {
                        onSuccess: () => showToast({ title: t('pairings.agreement.signedByMe') }),
                      })
                    }
                  >
                    {t('pairings.agreement.sign')}
                  </Button>
                  <Button onPress={() => setForm({})}>{t('pairings.agreement.amend')}</Button>
                </>
              ) : waitingFor.length > 0 ? (
                <Status tone="info">
                  {t('pairings.agreement.waiting', { name: shortName(waitingFor[0]?.displayName ?? '') })}
                </Status>
              ) : (
                <Status tone="success">{t('pairings.agreement.signed')}</Status>
              )}
            </div>
          )}
          {said && (said.number > 1 || !isUnsigned) && (
            <div className="-ms-2">
              <Button variant="quiet" size="small" icon={History} onPress={() => setLooking(true)}>
                {t('pairings.agreement.history.open', { count: said.number })}
              </Button>
            </div>
          )}
        </div>
      </Card>
      {form && <AgreementForm pairing={pairing} {...form} onClose={() => setForm(null)} />}
      {isLooking && (
        <AgreementHistory
          pairing={pairing}
          {...(off === undefined && {
            onProposeAgain: (from: Agreement) => {
              setLooking(false);
              setForm({ from });
            },
          })}
          onClose={() => setLooking(false)}
        />
      )}
    </div>
  );
}
