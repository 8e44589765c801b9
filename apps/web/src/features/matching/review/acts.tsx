import type { ReviewActItem } from '@ithaca/contracts/review';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { actsQuery } from '../matching.queries.ts';
import { namedOf, useActWords } from './act-words.ts';
import { Disclosure } from './disclosure.tsx';

/** Every decision about this draft: who, what, when, why. Nothing of it is ever changed. */
export function Acts({ runId }: { runId: string }) {
  const t = useText();
  const { instant } = useFormat();
  const words = useActWords();
  const acts = useQuery(actsQuery(runId));
  const titleOf = (act: ReviewActItem): string => {
    if (act.kind === 'return') return t('review.acts.return');
    const what = words.done(namedOf(act));
    if (act.kind === 'undo') return t('matching.done.undone', { what });
    if (act.kind === 'redo') return t('matching.done.redone', { what });
    return what;
  };
  if (!acts.data || acts.data.items.length === 0) return null;
  const { items, nextCursor } = acts.data;
  return (
    <Card title={t('review.acts')}>
      <Disclosure title={t('review.acts.show', { count: items.length })}>
        <Timeline
          label={t('review.acts')}
          events={items.map((act) => ({
            id: act.id,
            title: titleOf(act),
            when: instant(act.at),
            at: act.at,
            body: (
              <>
                <span dir="auto">{act.by}</span>
                {act.reason !== null && (
                  <span dir="auto" className="block">
                    {t('matching.pair.reason', { reason: act.reason })}
                  </span>
                )}
              </>
            ),
          }))}
        />
        {nextCursor !== null && <p className="mt-2 text-dense text-muted">{t('review.acts.older')}</p>}
      </Disclosure>
    </Card>
  );
}
