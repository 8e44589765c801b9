import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { PolicySentences } from '../../lib/policy-sentences.tsx';
import { Card } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';

type PolicyProps = {
  policy: MatchingPolicy;
  /** The number of its version. */
  version: number | null;
  /** The address of the editor. */
  href: string;
  /** Alone in its row: rules and preferences side by side. */
  isWide?: boolean;
};

/** The policy in sentences, with the way to the editor. */
export function PolicySummary({ policy, version, href, isWide = false }: PolicyProps) {
  const t = useText();
  const { number } = useFormat();
  return (
    <Card
      title={t('matching.policy')}
      {...(version !== null && { description: t('policy.inForce', { number: number(version) }) })}
      footer={<Link href={href}>{t('policy.change')}</Link>}
    >
      <PolicySentences policy={policy} isWide={isWide} />
    </Card>
  );
}
