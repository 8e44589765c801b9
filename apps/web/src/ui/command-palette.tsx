import { lazy, Suspense } from 'react';
import type { LucideIcon } from 'lucide-react/types';

export type Command = {
  id: string;
  label: string;
  /** A second, quieter word: a place, a role. */
  hint?: string;
  icon?: LucideIcon;
  keys?: string;
};
export type CommandGroup = { id: string; label: string; commands: readonly Command[] };

export type CommandPaletteProps = {
  isOpen: boolean;
  onClose: () => void;
  label: string;
  placeholder: string;
  groups: readonly CommandGroup[];
  /** Runs the command of that id; the palette has closed. */
  onChoose: (id: string) => void;
  /** Given when commands depend on the words, as with people found by the server; then nothing is filtered here. */
  onSearch?: (words: string) => void;
  isLoading?: boolean;
};

const Control = lazy(() => import('./command-palette-control.tsx'));

/** Find and run anything by typing. Its code comes when it is first opened. */
export function CommandPalette(props: CommandPaletteProps) {
  if (!props.isOpen) return null;
  return (
    <Suspense fallback={null}>
      <Control {...props} />
    </Suspense>
  );
}
