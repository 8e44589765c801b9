import type { ReactNode } from 'react';
import { lazyPart } from './lazy-part.tsx';

export type InfoButtonProps = {
  /** The word it explains. */
  about: string;
  children: ReactNode;
};

/** The definition of a word or a number, one press away. */
export const InfoButton = lazyPart<InfoButtonProps>(
  () => import('./info-button-box.tsx'),
  () => <span className="inline-block size-6" />,
);
