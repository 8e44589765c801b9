import type { LibraryItem } from '@ithaca/contracts/resources';
import Check from 'lucide-react/icons/check';
import { Icon } from '../ui/icon.tsx';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

type ResourceFactsProps = {
  item: Pick<LibraryItem, 'kind' | 'minutes' | 'languages' | 'source'>;
  isFinished: boolean;
};

/** What a resource is, how long it takes, in which languages, and whether the reader has finished it. */
export function ResourceFacts({ item, isFinished }: ResourceFactsProps) {
  const t = useText();
  const { number, list, language } = useFormat();
  return (
    // It stands in the line below a title as well, which is a paragraph itself.
    <span className="flex flex-wrap items-center gap-x-2 text-dense text-muted">
      <span>
        {[
          t(`reading.kind.${item.kind}`),
          ...(item.minutes === null
            ? []
            : [t('reading.minutes', { count: item.minutes, shown: number(item.minutes) })]),
          list(item.languages.map(language), 'conjunction'),
        ].join(' · ')}
      </span>
      {isFinished && (
        <span className="inline-flex items-center gap-1 text-success">
          <Icon of={Check} />
          {t('reading.finished')}
        </span>
      )}
    </span>
  );
}
