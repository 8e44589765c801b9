import type { LucideIcon } from 'lucide-react/types';
import type { ReactNode } from 'react';
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components/Link';
import { buttonStyle, type ButtonSize, type ButtonVariant } from './button-style.ts';
import { Icon } from './icon.tsx';

export type LinkButtonProps = Omit<AriaLinkProps, 'className' | 'children' | 'style'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  className?: string;
  children: ReactNode;
};

/** Goes somewhere and looks like a button. */
export function LinkButton(props: LinkButtonProps) {
  const { variant = 'secondary', size = 'medium', icon, className, children, ...aria } = props;
  return (
    <AriaLink {...aria} className={buttonStyle(variant, size, className)}>
      {icon && <Icon of={icon} />}
      {children}
    </AriaLink>
  );
}
