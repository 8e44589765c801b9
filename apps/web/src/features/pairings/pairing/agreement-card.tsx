import type { Pairing } from '@ithaca/contracts/pairings';
import Pencil from 'lucide-react/icons/pencil';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { partnersOf, useOffReason } from '../../../lib/pairing.ts';
import { shortName } from '../../../lib/short-name.ts';
import { useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Status } from '../../../ui/status.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { cadenceWords } from './cadence.ts';
import { useSign } from '../pairings.queries.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const AgreementForm = lazyLayer(async () => (await import('./agreement.form.tsx')).AgreementForm);

/** What the two settled, and who has signed it as it stands. */
export function AgreementCard({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { actor } = useSession();
  const [isEditing, setEditing] = useState(false);
  const sign = useSign(pairing);
  const off = useOffReason()(pairing, 'note');
  const own = pairing.members.find(({ personId }) => personId === actor.personId);
  const { agreement } = pairing;
  const waitingFor = partnersOf(pairing, actor.personId).filter(({ signedAt }) => signedAt === null);
  const isUnsigned = pairing.members.every(({ signedAt }) => signedAt === null);
  return (
    <div id="agreement" className="scroll-mt-20">
      <Card
        title={t('pairings.agreement')}
        actions={
          off === undefined &&
          agreement !== null && (
            <IconButton
              size="small"
              icon={Pencil}
              label={t('pairings.agreement.edit')}
              onPress={() => setEditing(true)}
            />
          )
        }
      >
        <div className="flex flex-col gap-4">
          {agreement === null || (isUnsigned && agreement.channel === '') ? (
            <p className="text-muted">{t('pairings.agreement.empty')}</p>
          ) : (
            <DescriptionList
              facts={[
                { term: t('pairings.agreement.cadence'), value: cadenceWords(agreement.cadenceDays, t) },
                ...(['channel', 'confidentiality', 'expectations'] as const).flatMap((field) =>
                  agreement[field] === ''
                    ? []
                    : [
                        {
                          term: t(`pairings.agreement.${field}`),
                          value: (
                            <span dir="auto" className="whitespace-pre-line">
                              {agreement[field]}
                            </span>
                          ),
                        },
                      ],
                ),
              ]}
            />
          )}
          {off === undefined && (
            <div className="flex flex-wrap items-center gap-2">
              {isUnsigned ? (
                <Button onPress={() => setEditing(true)}>{t('pairings.agreement.settle')}</Button>
              ) : own?.signedAt == null ? (
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
              ) : waitingFor.length > 0 ? (
                <Status tone="info">
                  {t('pairings.agreement.waiting', { name: shortName(waitingFor[0]?.displayName ?? '') })}
                </Status>
              ) : (
                <Status tone="success">{t('pairings.agreement.signed')}</Status>
              )}
            </div>
          )}
        </div>
      </Card>
      {isEditing && <AgreementForm pairing={pairing} onClose={() => setEditing(false)} />}
    </div>
  );
}
