import { cx } from './cx.ts';

export type AvatarProps = { name: string; size?: 'small' | 'medium' | 'large' };

const sizes = { small: 'size-6 text-[0.625rem]', medium: 'size-8 text-caption', large: 'size-14 text-lead' };

/** Up to two initials by the person's own letters. */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(parts[0] ?? '?')][0] ?? '?';
  const last = parts.length > 1 ? ([...(parts.at(-1) ?? '')][0] ?? '') : '';
  // Arabic letters would join into a word; a zero-width non-joiner keeps them initials.
  return (
    /\p{Script=Arabic}/u.test(first + last) && last ? `${first}\u200c${last}` : first + last
  ).toLocaleUpperCase();
}

function hueOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return (hash % 12) * 30;
}

/** Initials on the same colour for the same name. Hidden from readers: the name stands beside it. */
export function Avatar({ name, size = 'medium' }: AvatarProps) {
  const hue = hueOf(name);
  return (
    <span
      aria-hidden
      style={{
        background: `light-dark(oklch(0.93 0.035 ${hue}), oklch(0.33 0.05 ${hue}))`,
        color: `light-dark(oklch(0.4 0.09 ${hue}), oklch(0.9 0.05 ${hue}))`,
      }}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none forced-colors:border',
        sizes[size],
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
