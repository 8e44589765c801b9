import type { ReactNode } from 'react';
import { useId } from 'react';
import { cx } from './cx.ts';

export type CardProps = {
  title?: string;
  description?: ReactNode;
  /** At the end of the title line, or below it where they would leave the title no room. */
  actions?: ReactNode;
  footer?: ReactNode;
  /** The rank of the title in the page; 2 unless the card is inside a section. */
  level?: 2 | 3;
  /** Tables and lists bring their own edges. */
  isFlush?: boolean;
  className?: string;
  children?: ReactNode;
};

/** One subject of a page; with a title it is a section of it. */
export function Card(props: CardProps) {
  const { title, description, actions, footer, level = 2, isFlush = false, className, children } = props;
  const id = useId();
  const Title = level === 2 ? 'h2' : 'h3';
  const Root = title ? 'section' : 'div';
  return (
    <Root
      {...(title && { 'aria-labelledby': id })}
      className={cx('min-w-0 rounded-lg border bg-card', className)}
    >
      {title && (
        <header
          className={cx(
            'flex flex-wrap items-start gap-x-3 gap-y-2 px-4 pt-3.5',
            isFlush ? 'border-b pb-3' : 'pb-0.5',
          )}
        >
          <div className="min-w-0 flex-[1_1_10rem]">
            <Title id={id} className="text-body font-semibold">
              {title}
            </Title>
            {description && <p className="mt-0.5 text-dense text-muted">{description}</p>}
          </div>
          {actions && <div className="-my-1 flex shrink-0 items-center gap-1">{actions}</div>}
        </header>
      )}
      {children && <div className={cx(!isFlush && 'p-4', title && !isFlush && 'pt-2.5')}>{children}</div>}
      {footer && <footer className="border-t px-4 py-2.5 text-dense text-muted">{footer}</footer>}
    </Root>
  );
}
