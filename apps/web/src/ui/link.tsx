import type { ReactNode } from 'react';
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components/Link';
import { cx } from './cx.ts';

export type LinkProps = Omit<AriaLinkProps, 'className' | 'children' | 'style'> & {
  /** `quiet` for names in tables and lists; `plain` looks as the words around it. */
  variant?: 'accent' | 'quiet' | 'plain';
  className?: string;
  children: ReactNode;
};

const looks = {
  accent: 'text-accent-text underline decoration-current/40 hover:decoration-current',
  quiet: 'text-text font-medium no-underline hover:underline',
  plain: 'text-inherit no-underline',
};

/** Goes somewhere. `href` is a path of the app or an address; the router provider keeps paths inside the app. */
export function Link({ variant = 'accent', className, ...aria }: LinkProps) {
  return <AriaLink {...aria} className={cx('rounded-sm underline-offset-3', looks[variant], className)} />;
}
