import { cx } from './cx.ts';

const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** Keys written "Mod+K" or "G T": Mod is ⌘ on Apple machines and Ctrl elsewhere. */
export function KeyHint({ keys, isPlain = false }: { keys: string; isPlain?: boolean }) {
  const parts = keys.split(/[+ ]/).map((key) => (key === 'Mod' ? (isApple() ? '⌘' : 'Ctrl') : key));
  return (
    <kbd dir="ltr" className="inline-flex gap-0.5 font-sans text-caption text-current">
      {parts.map((part) => (
        <span
          key={part}
          className={cx(
            !isPlain && 'min-w-5 rounded-sm border border-divider bg-surface px-1 text-center text-muted',
          )}
        >
          {part}
        </span>
      ))}
    </kbd>
  );
}
