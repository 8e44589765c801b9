import type { Pairing } from '@ithaca/contracts/pairings';
import { reviewRoutes } from '@ithaca/contracts/review';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Card } from '../../../ui/card.tsx';

const notesQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'review-notes'],
    queryFn: ({ signal }) => call(reviewRoutes.pairingNotes, { params: { pairingId } }, { signal }),
  });

/** What coordinators noted while they reviewed the draft; the pair itself never sees it. Nothing when nobody did. */
export function ReviewNotesCard({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { instant } = useFormat();
  const canCoordinate = useCan('pairing.coordinate', { programId: pairing.programId });
  const notes = useQuery({ ...notesQuery(pairing.id), enabled: canCoordinate });
  if (!notes.data || notes.data.items.length === 0) return null;
  return (
    <Card title={t('pairings.reviewNotes')} description={t('pairings.reviewNotes.what')}>
      <ul className="flex flex-col gap-3">
        {notes.data.items.map(({ id, body, by, at }) => (
          <li key={id}>
            <p dir="auto">{body}</p>
            <p className="text-dense text-muted">
              <span dir="auto">{by}</span>
              {' · '}
              <time dateTime={at}>{instant(at)}</time>
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
