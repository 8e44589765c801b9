import type { Agreement } from '@ithaca/contracts/pairings';
import { agreementWords } from '@ithaca/domain/agreement';
import type { AgreementPart } from '@ithaca/domain/agreement';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { cadenceWords } from './cadence.ts';

/** The parts of an agreement in words; `changed` are marked as new. What is empty is left out, unless it was just taken out. */
export function AgreementTerms({
  terms,
  changed = [],
}: {
  terms: Agreement;
  changed?: readonly AgreementPart[];
}) {
  const t = useText();
  const { number } = useFormat();
  const fact = (part: AgreementPart, value: string) => ({
    term: t(`pairings.agreement.${part}`),
    value: (
      <>
        <span dir="auto" className="whitespace-pre-line">
          {value || t('pairings.agreement.nothing')}
        </span>
        {changed.includes(part) && (
          <>
            {' '}
            <Badge tone="accent">{t('pairings.agreement.new')}</Badge>
          </>
        )}
      </>
    ),
  });
  const words = agreementWords.filter((part) => terms[part] !== '' || changed.includes(part));
  return (
    <DescriptionList
      facts={[
        fact('cadenceDays', cadenceWords(terms.cadenceDays, t)),
        fact('minutes', t('pairings.minutes', { count: terms.minutes, minutes: number(terms.minutes) })),
        ...words.map((part) => fact(part, terms[part])),
      ]}
    />
  );
}
