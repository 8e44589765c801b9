import type { Agreement, AgreementVersion, Pairing } from '@ithaca/contracts/pairings';
import { changedParts } from '@ithaca/domain/agreement';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { Status } from '../../../ui/status.tsx';
import { agreementsQuery } from '../pairings.queries.ts';
import { AgreementTerms } from './agreement-terms.tsx';

type AgreementHistoryProps = {
  pairing: Pairing;
  /** Absent when nothing can be proposed any more. */
  onProposeAgain?: (terms: Agreement) => void;
  onClose: () => void;
};

/** Every version of the agreement, newest first: who proposed it when, who signed it, and what it changed. */
export function AgreementHistory({ pairing, onProposeAgain, onClose }: AgreementHistoryProps) {
  const t = useText();
  const { query, page, rows, pagination } = usePaged(agreementsQuery(pairing.id));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="medium"
      title={t('pairings.agreement.history')}
      description={t('pairings.agreement.history.what')}
    >
      <Loaded query={{ ...query, data: page }}>
        {() => (
          <>
            <ol className="flex flex-col divide-y">
              {(rows ?? []).map((version, index) => (
                <li key={version.number} className="py-5 first:pt-0 last:pb-0">
                  <Version
                    version={version}
                    before={rows?.[index + 1]}
                    onProposeAgain={
                      index === 0 && pagination.hasPrevious === false ? undefined : onProposeAgain
                    }
                  />
                </li>
              ))}
            </ol>
            {(pagination.hasPrevious || pagination.hasNext) && <Pagination {...pagination} />}
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

const tones = { open: 'info', holds: 'success', past: 'neutral' } as const;

function Version({
  version,
  before,
  onProposeAgain,
}: {
  version: AgreementVersion;
  before: AgreementVersion | undefined;
  onProposeAgain: ((terms: Agreement) => void) | undefined;
}) {
  const t = useText();
  const { day, list, number: digits } = useFormat();
  const { number, terms, proposedBy, proposedAt, signatures, standing } = version;
  return (
    <section aria-labelledby={`agreement-${number}`} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 id={`agreement-${number}`} className="font-semibold">
          {t('pairings.agreement.version', { number: digits(number) })}
        </h3>
        <Status tone={tones[standing]}>{t(`pairings.agreement.standing.${standing}`)}</Status>
      </div>
      <p className="text-dense text-muted">
        {proposedBy
          ? t('pairings.agreement.by', { name: proposedBy.displayName, day: day(proposedAt, 'medium') })
          : t('pairings.agreement.byProgram', { day: day(proposedAt, 'medium') })}
        <br />
        {signatures.length === 0
          ? t('pairings.agreement.signedByNobody')
          : t('pairings.agreement.signedBy', {
              names: list(
                signatures.map(({ displayName, signedAt }) =>
                  t('pairings.agreement.signature', { name: displayName, day: day(signedAt, 'medium') }),
                ),
              ),
            })}
      </p>
      <AgreementTerms terms={terms} changed={before ? changedParts(before.terms, terms) : []} />
      {onProposeAgain && (
        <div>
          <Button size="small" onPress={() => onProposeAgain(terms)}>
            {t('pairings.agreement.again', { number: digits(number) })}
          </Button>
        </div>
      )}
    </section>
  );
}
