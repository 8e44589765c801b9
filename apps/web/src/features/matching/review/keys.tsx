import { useEffect, useRef } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { lettersAreOn } from '../../../shell/keys.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { KeyHint } from '../../../ui/key-hint.tsx';

export type Act =
  'next' | 'previous' | 'approve' | 'lock' | 'swap' | 'remove' | 'explain' | 'undo' | 'redo' | 'help';

/** One key for each act; the same table is what the help shows. */
export const keyOf: Record<Act, string> = {
  next: 'J',
  previous: 'K',
  approve: 'A',
  lock: 'L',
  swap: 'S',
  remove: 'U',
  explain: 'E',
  undo: 'Z',
  redo: 'Shift+Z',
  help: '?',
};
const acts = Object.keys(keyOf) as Act[];

/** A layer that asks something; messages at the edge are none, although they have the same role. */
const layer = ':is([role=dialog], [role=alertdialog]):not([data-react-aria-top-layer] *)';

/** Where letters are typed, or a layer of its own is open. */
const isElsewhere = (target: EventTarget | null) =>
  (target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=menu], [role=listbox]') !== null) ||
  document.querySelector(layer) !== null;

/** How long after G a letter still names a place of the navigation. */
const GO_MS = 1_200;

/** Listens to the keys of the review before the frame does: both know "?". */
export function useReviewKeys(onAct: (act: Act) => void): void {
  const latest = useRef(onAct);
  useEffect(() => {
    latest.current = onAct;
  });
  useEffect(() => {
    let wentAt = -GO_MS;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (isElsewhere(event.target) || !lettersAreOn()) return;
      const letter = event.key.toUpperCase();
      if (letter === 'G') wentAt = event.timeStamp;
      if (letter === 'G' || event.timeStamp - wentAt < GO_MS) return;
      const key = letter === '?' ? '?' : event.shiftKey ? `Shift+${letter}` : letter;
      const act = acts.find((one) => keyOf[one] === key);
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(act);
    };
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, []);
}

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
