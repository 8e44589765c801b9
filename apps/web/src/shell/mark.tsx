import { initialsOf } from '../ui/avatar.tsx';

/** The organisation's sign: its initials on its colour. */
export function Mark({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="inline-flex size-6 shrink-0 items-center justify-center rounded-md bg-accent text-[0.625rem] font-semibold text-on-accent"
    >
      {initialsOf(name)}
    </span>
  );
}
