import type { LucideIcon } from 'lucide-react/types';
import type { Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { buttonStyle, type ButtonSize, type ButtonVariant } from './button-style.ts';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

export type IconButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'aria-label'> & {
  icon: LucideIcon;
  /** What it does: its accessible name and its tooltip. */
  label: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  keys?: string;
  isMirrored?: boolean;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
};

/** A square button with a picture; its words are in the tooltip. */
export function IconButton(props: IconButtonProps) {
  const {
    icon,
    label,
    variant = 'quiet',
    size = 'medium',
    keys,
    isMirrored = false,
    className,
    ...aria
  } = props;
  const square = size === 'small' ? 'size-7 px-0! pointer-coarse:size-11' : 'size-control px-0!';
  return (
    <Tooltip content={label} keys={keys}>
      <AriaButton {...aria} aria-label={label} className={buttonStyle(variant, size, cx(square, className))}>
        <Icon of={icon} isMirrored={isMirrored} />
      </AriaButton>
    </Tooltip>
  );
}
