import type { EquityOfMatch } from '@ithaca/contracts/matching';
import { useText } from '../../lib/i18n.tsx';
import { useShare } from '../../lib/share.ts';

/** The share of each group with a partner under equal access; a group too small to be shown says so. */
export function AccessShares({ access }: { access: EquityOfMatch | null }) {
  const t = useText();
  const share = useShare();
  if (!access) return <p className="text-dense text-muted">{t('runs.access.hidden')}</p>;
  return (
    <section aria-label={t('runs.access')} className="flex flex-col gap-1.5 border-t pt-3">
      <p className="text-dense font-medium">{t('runs.access')}</p>
      <dl className="flex flex-col gap-1 text-dense">
        {access.groups.map(({ group, mentees, matched, suppressed }) => (
          <div key={group} className="flex flex-wrap justify-between gap-x-4">
            <dt dir="auto">{group === '' ? t('matching.equity.unsaid') : group}</dt>
            <dd className="text-muted tabular-nums">
              {mentees === null || matched?.[0] === undefined
                ? t(`matching.hidden.${suppressed ?? 'too-few-to-tell'}`)
                : share(matched[0], mentees)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-caption text-muted">{t('matching.equity.least', { count: access.smallestGroup })}</p>
    </section>
  );
}
