import { useText } from '../lib/i18n.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { Switch } from '../ui/switch.tsx';
import { setLetters, useLetters } from './keys.ts';
import type { Place } from './navigation.ts';

type KeysHelpProps = { isOpen: boolean; onClose: () => void; places: readonly Place[] };

/** Every key of the frame, and the switch for those who do not want single letters. */
export function KeysHelp({ isOpen, onClose, places }: KeysHelpProps) {
  const t = useText();
  const letters = useLetters();
  const lines: [string, string][] = [
    ['Mod+K', t('shell.key.find')],
    ['/', t('shell.key.search')],
    ['?', t('shell.keys')],
    ['Esc', t('shell.key.close')],
    ...places.flatMap((place): [string, string][] =>
      place.key ? [[`G ${place.key}`, t('shell.key.go', { place: t(place.label) })]] : [],
    ),
  ];
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('shell.keys')}>
      <dl className="grid gap-x-8 sm:grid-cols-2">
        {lines.map(([keys, what]) => (
          <div key={keys} className="flex items-center justify-between gap-3 border-b py-2">
            <dt>{what}</dt>
            <dd>
              <KeyHint keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-4">
        <Switch isSelected={letters} onChange={setLetters} description={t('shell.keys.letters.why')}>
          {t('shell.keys.letters')}
        </Switch>
      </div>
    </Dialog>
  );
}
