import type { Concern } from '@ithaca/contracts/safeguarding';
import ShieldCheck from 'lucide-react/icons/shield-check';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { Status } from '../../ui/status.tsx';
import { concernsQuery } from './safeguarding.queries.ts';

/** What has been reported to me? Nothing of what was written, before somebody asks for it. */
export default function ConcernsPage() {
  const t = useText();
  const { query, page, pagination } = usePaged(concernsQuery);
  return (
    <Page title={t('concerns.title')} width="reading">
      <PageHeader title={t('concerns.title')} description={t('concerns.what')} />
      <Loaded query={{ ...query, data: page }}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={ShieldCheck} title={t('concerns.empty')}>
              {t('concerns.empty.why')}
            </EmptyState>
          ) : (
            <Card isFlush>
              <ul className="divide-y">
                {items.map((concern) => (
                  <li key={concern.id}>
                    <ConcernLine concern={concern} />
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {(pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
    </Page>
  );
}

function ConcernLine({ concern }: { concern: Concern }) {
  const t = useText();
  const { relative } = useFormat();
  const words = (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
      <span className="flex min-w-0 flex-1 basis-60 flex-col">
        <span className="font-medium">{t(`concerns.reason.${concern.reason}`)}</span>
        <span className="text-dense text-muted">
          {concern.outcome === null ? concern.programName : t(`concerns.outcome.${concern.outcome}`)}
        </span>
      </span>
      {concern.outcome === null && <Status tone="warning">{t('concerns.open')}</Status>}
      <time dateTime={concern.raisedAt} className="shrink-0 text-dense text-muted">
        {relative(concern.raisedAt)}
      </time>
    </span>
  );
  // What is closed cannot be read any more, so it leads nowhere.
  return concern.closedAt === null ? (
    <Link variant="plain" href={`/concerns/${concern.id}`} className="block hover:bg-hover">
      {words}
    </Link>
  ) : (
    words
  );
}
