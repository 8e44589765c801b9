import type { LucideIcon } from 'lucide-react/types';
import { useEffect, useId, type ReactNode, type Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { useText } from '../lib/i18n.tsx';
import { buttonStyle, type ButtonSize, type ButtonVariant } from './button-style.ts';
import { Icon } from './icon.tsx';
import { Spinner } from './spinner.tsx';
import { Tooltip } from './tooltip.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'isPending' | 'style'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  /** Shows a spinner, keeps the focus and ignores presses. */
  isLoading?: boolean;
  /** Why it cannot be pressed: keeps it reachable by keyboard and tells on focus and hover. */
  disabledReason?: string | undefined;
  /** Shown in the tooltip, as in "Mod+K". */
  keys?: string;
  className?: string;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

/** A control that does something here. For going somewhere use `LinkButton`. */
export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'medium', icon, isLoading = false, disabledReason, keys } = props;
  const { className, children, onPress, type, ...rest } = props;
  const { variant: _v, size: _s, icon: _i, isLoading: _l, disabledReason: _d, keys: _k, ...aria } = rest;
  const t = useText();
  const ownId = useId();
  const id = aria.id ?? ownId;
  useEffect(() => () => forgetAnnounced(id), [id]);
  const isBlocked = disabledReason !== undefined;
  const button = (
    <AriaButton
      {...aria}
      {...(props.isLoading !== undefined && { id })}
      type={isBlocked ? 'button' : (type ?? 'button')}
      isPending={isLoading}
      {...(isBlocked ? { 'aria-disabled': 'true' } : onPress && { onPress })}
      className={buttonStyle(variant, size, className)}
    >
      {isLoading ? <Spinner /> : icon && <Icon of={icon} />}
      {children}
      {isLoading && <VisuallyHidden>{t('ui.loading')}</VisuallyHidden>}
    </AriaButton>
  );
  if (!isBlocked && !keys) return button;
  return (
    <Tooltip content={disabledReason ?? children} keys={keys}>
      {button}
    </Tooltip>
  );
}

/** A wait is announced by naming the button it began at: what is still to be read goes when its button goes. */
function forgetAnnounced(id: string): void {
  for (const one of document.querySelectorAll(`[data-live-announcer] [aria-labelledby~="${id}"]`))
    one.remove();
}
