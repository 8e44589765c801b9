// The one thing React Aria exports from its index only; bundlers drop the rest of it.
import { RouterProvider } from 'react-aria-components';
import type { ReactNode } from 'react';

/** Every link and link button below opens paths of the app without loading the page anew. */
export function ClientLinks({
  navigate,
  children,
}: {
  navigate: (path: string) => void;
  children: ReactNode;
}) {
  return <RouterProvider navigate={navigate}>{children}</RouterProvider>;
}
