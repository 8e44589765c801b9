import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { waitingQuery } from '../../../lib/waiting.queries.ts';
import { useCohort } from '../../../shell/cohort.ts';
import { Banner } from '../../../ui/banner.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';

const MOST_NAMED = 4;

/** Who of the cohort waits for the coordinator, by name. Nothing while nobody does. */
export function WaitingBanner() {
  const t = useText();
  const { list } = useFormat();
  const { cohort, canCoordinate, hrefOf } = useCohort();
  const { data } = useQuery({ ...waitingQuery(cohort.id), enabled: canCoordinate });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  const names = items.map(({ mentee }) => mentee.displayName);
  const rest = names.length - MOST_NAMED;
  return (
    <Banner
      tone="warning"
      title={t('metrics.overview.waiting', { count: items.length })}
      actions={
        <LinkButton size="small" href={hrefOf('requests')}>
          {t('metrics.overview.waiting.help')}
        </LinkButton>
      }
    >
      {list(
        rest > 0
          ? [...names.slice(0, MOST_NAMED), t('metrics.overview.waiting.more', { count: rest })]
          : names,
      )}
    </Banner>
  );
}
