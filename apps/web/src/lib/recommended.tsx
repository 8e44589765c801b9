import { resourceRoutes, type LibraryItem } from '@ithaca/contracts/resources';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Card } from '../ui/card.tsx';
import { Link } from '../ui/link.tsx';
import { call } from './api.ts';
import { useText } from './i18n.tsx';
import { ResourceFacts } from './resource-facts.tsx';

/** Its key starts with the pairing's own, as whatever changes there may change what fits. */
export const recommendedQuery = (pairingId: string, meetingId?: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'resources', meetingId ?? 'now'],
    queryFn: ({ signal }) =>
      call(
        resourceRoutes.recommended,
        { params: { pairingId }, query: meetingId === undefined ? {} : { meetingId } },
        { signal },
      ),
  });

type RecommendedProps = { pairingId: string; meetingId?: string };

/** What fits where the pairing is, or the guides of a meeting; nothing while there is nothing. */
export function Recommended({ pairingId, meetingId }: RecommendedProps) {
  const t = useText();
  const { data } = useQuery(recommendedQuery(pairingId, meetingId));
  if (!data || data.items.length === 0) return null;
  return (
    <Card
      title={t(meetingId === undefined ? 'reading.now' : 'reading.meeting')}
      actions={
        <Link href="/library" className="py-1 text-dense">
          {t('reading.all')}
        </Link>
      }
    >
      <ul className="flex flex-col gap-3">
        {data.items.map((item) => (
          <li key={item.id}>
            <ReadingLine item={item} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ReadingLine({ item }: { item: LibraryItem }) {
  return (
    <div className="flex flex-col gap-0.5">
      <Link href={`/library/${item.id}`}>
        <bdi>{item.title}</bdi>
      </Link>
      <ResourceFacts item={item} isFinished={item.mine.finishedAt !== null} />
    </div>
  );
}
