import Copy from 'lucide-react/icons/copy';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { copyText } from '../../../ui/copy-text.ts';

const situations = ['rhythm', 'topics', 'expectations', 'doubt'] as const;

/** Words to begin a difficult talk with, by what it is about; copied, never sent by themselves. */
export function ReadyWords({ name }: { name: string }) {
  const t = useText();
  return (
    <ul className="flex flex-col divide-y">
      {situations.map((situation) => {
        const words = t(`change.words.${situation}`, { name });
        return (
          <li
            key={situation}
            className="flex items-start justify-between gap-3 py-3 first:pt-0 last:pb-0 max-sm:flex-col"
          >
            <div className="min-w-0 flex-1">
              <p className="font-medium">{t(`change.when.${situation}`)}</p>
              <p className="text-muted">{words}</p>
            </div>
            <Button size="small" icon={Copy} onPress={() => void copyText(words)}>
              {t('ui.copy')}
              <span className="sr-only">: {t(`change.when.${situation}`)}</span>
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
