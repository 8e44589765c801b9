import { useEffect, useRef } from 'react';
import { lettersAreOn } from '../../../shell/keys.ts';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { useMatchingText } from '../matching-text.ts';

export type Act =
  | 'next'
  | 'previous'
  | 'approve'
  | 'lock'
  | 'swap'
  | 'remove'
  | 'note'
  | 'explain'
  | 'undo'
  | 'redo'
  | 'help';

/** One key for each act; the same table is what the help shows. */
export const keyOf: Record<Act, string> = {
  next: 'J',
  previous: 'K',
  approve: 'A',
  lock: 'L',
  swap: 'S',
  remove: 'U',
  note: 'N',
  explain: 'E',
  undo: 'Z',
  redo: 'Shift+Z',
  help: '?',
};
export const acts = Object.keys(keyOf) as Act[];

/** A layer that asks something; messages at the edge are none, although they have the same role. */
const layer = ':is([role=dialog], [role=alertdialog]):not([data-react-aria-top-layer] *)';

/** Where letters are typed, or a layer of its own is open. */
const isElsewhere = (target: EventTarget | null) =>
  (target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=menu], [role=listbox]') !== null) ||
  document.querySelector(layer) !== null;

/** The name under which the time from a key to its answer on the screen is found among the browser's measures. */
export const ANSWER_MEASURE = 'review.answer';

/** When the last key was pressed that waits for its answer. */
let pressedAt: number | null = null;

/** Measures from the last key to the frame that shows its answer, once. */
export function markAnswered(): void {
  if (pressedAt === null) return;
  const start = pressedAt;
  pressedAt = null;
  requestAnimationFrame(() => performance.measure(ANSWER_MEASURE, { start }));
}

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
      // From here to the answer on the screen is measured (see markAnswered).
      pressedAt = event.timeStamp;
      latest.current(act);
    };
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, []);
}

/** The keys in one line below the pairing, for whoever has a keyboard. */
export function ReviewKeysLine() {
  const t = useMatchingText();
  if (!lettersAreOn()) return null;
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1.5 text-caption text-muted pointer-coarse:hidden">
      {acts.map((act) => (
        <span key={act} className="inline-flex items-center gap-1">
          <KeyHint keys={keyOf[act]} />
          {t(`review.key.${act}`)}
        </span>
      ))}
    </p>
  );
}
