import type { Contribution, Proposal } from '@ithaca/contracts/matching';
import CircleMinus from 'lucide-react/icons/circle-minus';
import Check from 'lucide-react/icons/check';
import Medal from 'lucide-react/icons/medal';
import type { LucideIcon } from 'lucide-react/types';
import { useFormat } from '../../../lib/format.ts';
import { useReason } from '../../../lib/reasons.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { resultOf } from '../criteria.ts';
import { useIsOfPeers, useMatchingText } from '../matching-text.ts';

const MOST_REASONS = 3;

/** The three strongest reasons for a pair, and the weightiest one against it. */
export function reasonsOf(contributions: readonly Contribution[]) {
  const known = contributions.filter((one) => resultOf(one) !== 'unknown');
  const reasons = known
    .filter(({ value }) => value >= 0.5)
    .toSorted((a, b) => b.points - a.points)
    .slice(0, MOST_REASONS);
  const [against] = known
    .filter(({ value }) => value === 0)
    .toSorted((a, b) => b.most - b.points - (a.most - a.points));
  return { reasons, against };
}

function Line({ icon, tone, children }: { icon: LucideIcon; tone: string; children: string }) {
  return (
    <li className="flex items-start gap-2">
      <Icon of={icon} className={`mt-0.5 ${tone}`} />
      <span>{children}</span>
    </li>
  );
}

/** "Why this match" in sentences made from the same facts as the score. */
export function WhyMatch({ pair }: { pair: Pick<Proposal, 'contributions'> & Partial<Proposal> }) {
  const t = useMatchingText();
  const { number } = useFormat();
  const reason = useReason(useIsOfPeers() ? 'of-peers' : undefined);
  const { reasons, against } = reasonsOf(pair.contributions);
  const { rank, mentee, mentor } = pair;
  const names = { mentee: mentee?.displayName ?? '', mentor: mentor?.displayName ?? '' };
  return (
    <ul className="flex flex-col gap-1.5">
      {reasons.length === 0 && (
        <Line icon={CircleMinus} tone="text-muted">
          {t('matching.why.none')}
        </Line>
      )}
      {reasons.map(({ evidence: { code, facts } }) => (
        <Line key={code} icon={Check} tone="text-success">
          {reason(code, facts)}
        </Line>
      ))}
      {against && (
        <Line icon={CircleMinus} tone="text-warning">
          {t('matching.why.against', { reason: reason(against.evidence.code, against.evidence.facts) })}
        </Line>
      )}
      {rank && (
        <>
          <Line icon={Medal} tone="text-muted">
            {t(rank.ofMentee === 1 ? 'matching.why.rank.mentee.only' : 'matching.why.rank.mentee', {
              ...names,
              rank: number(rank.forMentee),
              of: number(rank.ofMentee),
            })}
          </Line>
          <Line icon={Medal} tone="text-muted">
            {t(rank.ofMentor === 1 ? 'matching.why.rank.mentor.only' : 'matching.why.rank.mentor', {
              ...names,
              rank: number(rank.forMentor),
              of: number(rank.ofMentor),
            })}
          </Line>
        </>
      )}
    </ul>
  );
}
