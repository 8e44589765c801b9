import type { LucideIcon } from 'lucide-react/types';
import type { ReactElement } from 'react';
import { lazyPart } from './lazy-part.tsx';

export type MenuEntry = {
  id: string;
  label: string;
  icon?: LucideIcon;
  description?: string;
  keys?: string;
  href?: string;
  onAction?: () => void;
  isDangerous?: boolean;
  isDisabled?: boolean;
};
export type MenuGroup = { id: string; label?: string; entries: readonly MenuEntry[] };

export type MenuProps = {
  /** What the menu is about; its accessible name. */
  label: string;
  /** The button: `<Button>` or `<IconButton>`. */
  children: ReactElement;
  entries?: readonly MenuEntry[];
  groups?: readonly MenuGroup[];
};

/** Actions behind a button. The button is there at once, its menu a moment later. */
export const Menu = lazyPart<MenuProps>(
  () => import('./menu-box.tsx'),
  ({ children }) => children,
);
