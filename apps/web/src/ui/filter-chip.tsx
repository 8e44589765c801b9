import type { JSX } from 'react';
import { lazyPart } from './lazy-part.tsx';
import type { Choice } from './option.tsx';
import { Skeleton } from './skeleton.tsx';

export type FilterChipProps<Id extends string> = {
  label: string;
  choices: readonly Choice<Id>[];
  value: readonly Id[];
  onChange: (value: Id[]) => void;
  /** One at most; several otherwise. */
  isSingle?: boolean;
};

const Late = lazyPart<FilterChipProps<never>>(
  () => import('./filter-chip-box.tsx'),
  () => <Skeleton className="h-control w-28 rounded-md" />,
);

/** A filter as a chip: says what it is and what is chosen. */
export const FilterChip = Late as unknown as (<Id extends string>(
  props: FilterChipProps<Id>,
) => JSX.Element) & {
  preload: () => Promise<void>;
};
