import type { MatchingRun } from '@ithaca/contracts/matching';
import BadgeCheck from 'lucide-react/icons/badge-check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useFormat } from '../../../lib/format.ts';
import { Card } from '../../../ui/card.tsx';
import { cx } from '../../../ui/cx.ts';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { AccessShares } from '../access-shares.tsx';
import { FULL_SCORE } from '../criteria.ts';
import { Disclosure } from './disclosure.tsx';
import { useMatchingText } from '../matching-text.ts';

/** What is proven about the draft, in plain words; the figures of the proof behind a disclosure. */
export function Certificate({ run, byHand }: { run: MatchingRun; byHand: number }) {
  const t = useMatchingText();
  const { number } = useFormat();
  const { certificate, statistics, policy } = run;
  if (!certificate || !statistics) return null;
  const isOptimal = certificate.status === 'optimal';
  const isProven = isOptimal && certificate.verified;
  const ofAll = (score: number | null) =>
    score === null
      ? '–'
      : t('matching.why.score', { score: number(Math.round(score)), most: number(FULL_SCORE) });
  return (
    <Card title={t('matching.cert')}>
      <div className="flex flex-col gap-2">
        <p className="flex items-start gap-2 font-medium">
          <Icon
            of={isProven ? BadgeCheck : TriangleAlert}
            size={20}
            className={cx(isProven ? 'text-success' : 'text-warning')}
          />
          <span>
            {isOptimal ? t('matching.cert.gap0') : t('matching.cert.gap', { gap: number(certificate.gap) })}
          </span>
        </p>
        <p>
          {t('matching.cert.matched', {
            matched: number(statistics.matched),
            mentees: number(statistics.mentees),
          })}{' '}
          {isOptimal &&
            (policy.objective === 'equal-access'
              ? t('runs.cert.equal-access')
              : t(`matching.cert.${policy.objective}`))}
        </p>
        <p className={cx(!certificate.verified && 'text-danger')}>
          {t(
            !certificate.verified
              ? 'matching.cert.unverified'
              : isOptimal
                ? 'matching.cert.verified'
                : 'runs.cert.feasible',
          )}
        </p>
        {policy.objective === 'equal-access' && <AccessShares access={statistics.access} />}
        {byHand > 0 && <p>{t('matching.cert.byHand', { count: byHand })}</p>}
        <Disclosure title={t('matching.cert.details')}>
          <DescriptionList
            facts={[
              { term: t('matching.cert.sum'), value: number(certificate.total) },
              { term: t('matching.cert.bound'), value: number(certificate.bound) },
              { term: t('matching.cert.gap.term'), value: number(certificate.gap) },
              { term: t('matching.cert.pairs'), value: number(statistics.eligiblePairs) },
              { term: t('matching.cert.worst'), value: ofAll(statistics.worst) },
              { term: t('matching.cert.median'), value: ofAll(statistics.median) },
              {
                term: t('matching.cert.time'),
                value: t('matching.cert.ms', { ms: number(Math.round(statistics.solveMs)) }),
              },
              { term: t('matching.cert.policy'), value: certificate.policyVersion },
              {
                term: t('matching.cert.seed'),
                value: <code className="font-mono text-dense">{certificate.seed}</code>,
              },
              {
                term: t('matching.cert.inputs'),
                value: (
                  <>
                    <code dir="ltr" className="block font-mono text-dense break-all">
                      {certificate.inputsHash}
                    </code>
                    <span className="text-dense text-muted">{t('matching.cert.inputs.what')}</span>
                  </>
                ),
              },
            ]}
          />
        </Disclosure>
      </div>
    </Card>
  );
}
