import CircleHelp from 'lucide-react/icons/circle-question-mark';
import Lightbulb from 'lucide-react/icons/lightbulb';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useCauseWords } from '../cause-words.ts';
import type { Unmatched } from './queue.ts';

/** Why somebody has no partner, and the smallest change that would give them one. */
export function AloneCard({ alone: { causes, smallestChange } }: { alone: Unmatched }) {
  const t = useText();
  const words = useCauseWords();
  const [cause, ...barriers] = causes;
  // Not weighed by the draft, so no change is known.
  const isNew = cause?.code === 'taken-apart' || cause?.code === 'joined-later';
  return (
    <Card title={t('matching.alone.why')}>
      <div className="flex flex-col gap-4">
        {cause && (
          <p className="flex items-start gap-2">
            <Icon of={CircleHelp} className="mt-0.5 text-muted" />
            <span>{words.unmatched(cause)}</span>
          </p>
        )}
        {barriers.length > 0 && (
          <div className="flex flex-col gap-1">
            <h3 className="text-dense font-medium text-muted">{t('matching.alone.rules')}</h3>
            <ul className="flex flex-col gap-1">
              {barriers.map((barrier) => (
                <li key={barrier.code}>{words.unmatched(barrier)}</li>
              ))}
            </ul>
          </div>
        )}
        <div className="flex flex-col gap-1">
          <h3 className="text-dense font-medium text-muted">
            {t(isNew ? 'matching.alone.next' : 'matching.alone.change')}
          </h3>
          <p className="flex items-start gap-2">
            <Icon of={Lightbulb} className="mt-0.5 text-warning" />
            <span>
              {smallestChange
                ? words.change(smallestChange)
                : t(isNew ? 'matching.alone.change.new' : 'matching.alone.change.none')}
            </span>
          </p>
        </div>
      </div>
    </Card>
  );
}
