import type { ReviewNote } from '@ithaca/contracts/matching';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';

/** What coordinators noted about a pair; nothing when nobody did. */
export function Notes({ notes }: { notes: readonly ReviewNote[] }) {
  const t = useText();
  const { instant } = useFormat();
  if (notes.length === 0) return null;
  return (
    <Card title={t('review.notes')} description={t('review.note.what')}>
      <ul className="flex flex-col gap-3">
        {notes.map(({ id, body, by, at }) => (
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
