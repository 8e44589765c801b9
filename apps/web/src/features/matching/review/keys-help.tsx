import { useText } from '../../../lib/i18n.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { acts, keyOf } from './keys.tsx';

/** Every act of the review with its key. */
export function ReviewKeysHelp({ onClose }: { onClose: () => void }) {
  const t = useText();
  return (
    <Dialog isOpen onClose={onClose} title={t('matching.keys.title')}>
      <dl className="grid gap-x-8 sm:grid-cols-2">
        {acts.map((act) => (
          <div key={act} className="flex items-center justify-between gap-3 border-b py-2">
            <dt>{t(`matching.act.${act}`)}</dt>
            <dd>
              <KeyHint keys={keyOf[act]} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
