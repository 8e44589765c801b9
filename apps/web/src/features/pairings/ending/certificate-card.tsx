import type { Ending } from '@ithaca/contracts/endings';
import Award from 'lucide-react/icons/award';
import Download from 'lucide-react/icons/download';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { useCertify, useShare } from './endings.queries.ts';

/** The certificate of a completed pairing: made on wish, checked by others while it is shared. */
export function CertificateCard({ pairingId, ending }: { pairingId: string; ending: Ending }) {
  const t = useText();
  const certify = useCertify(pairingId);
  const share = useShare(pairingId);
  const { certificate, isCertifiable } = ending;
  return (
    <Card title={t('endings.certificate')} description={t('endings.certificate.what')}>
      {certificate === null ? (
        <Button
          icon={Award}
          isLoading={certify.isPending}
          disabledReason={isCertifiable ? undefined : t('endings.certificate.notYet')}
          onPress={() => certify.mutate(undefined)}
        >
          {t('endings.certificate.make')}
        </Button>
      ) : (
        <div className="flex flex-col items-start gap-4">
          <LinkButton
            icon={Download}
            href={`/api/pairings/${pairingId}/certificate/file`}
            download="certificate.pdf"
          >
            {t('endings.certificate.download')}
          </LinkButton>
          <Switch
            isSelected={certificate.isShared}
            // Not off while it is saved: a control that is off lets go of the focus.
            isReadOnly={share.isPending}
            onChange={(isShared) => share.mutate(isShared)}
            description={t('endings.certificate.share.what')}
          >
            {t('endings.certificate.share')}
          </Switch>
          <p className="text-dense text-muted">
            {t('endings.certificate.code')}{' '}
            {certificate.isShared ? (
              <Link href={`/certificates/${certificate.code}`} target="_blank" className="tabular-nums">
                {certificate.code}
              </Link>
            ) : (
              <bdi className="tabular-nums">{certificate.code}</bdi>
            )}
          </p>
        </div>
      )}
    </Card>
  );
}
