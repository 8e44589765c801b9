import { lazy, Suspense, useState } from 'react';
import { ChipButton } from './chip-button.tsx';
import type { Choice } from './option.tsx';
import { useIdle } from './use-idle.ts';

export type FilterChipProps<Id extends string> = {
  label: string;
  choices: readonly Choice<Id>[];
  value: readonly Id[];
  onChange: (value: Id[]) => void;
  /** One at most; several otherwise. */
  isSingle?: boolean;
};

const Box = lazy(() => import('./filter-chip-box.tsx'));

/** A filter as a chip: says what it is and what is chosen. The chip is there at once, its list when somebody comes near. */
export function FilterChip<Id extends string>(props: FilterChipProps<Id>) {
  const isIdle = useIdle();
  const [wasPressed, setPressed] = useState(false);
  const chip = <ChipButton {...props} onPress={() => setPressed(true)} />;
  if (!isIdle && !wasPressed) return chip;
  return (
    <Suspense fallback={chip}>
      <Box {...(props as unknown as FilterChipProps<string>)} isOpenAtFirst={wasPressed} />
    </Suspense>
  );
}
