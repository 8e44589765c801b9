import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { KeyHint } from './key-hint.tsx';

type TooltipProps = {
  content: ReactNode;
  keys?: string | undefined;
  children: ReactElement;
  isDisabled?: boolean;
};

/** More about a control, on hover and on focus. Never the only place of something a person must know. */
export function Tooltip({ content, keys, children, isDisabled = false }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80} isDisabled={isDisabled}>
      {children}
      <AriaTooltip
        offset={6}
        className="max-w-72 rounded-md bg-text px-2 py-1 text-dense text-page shadow-float transition-opacity duration-120 data-entering:opacity-0 data-exiting:opacity-0"
      >
        {content}
        {keys && (
          <span className="ms-2 opacity-80">
            <KeyHint keys={keys} isPlain />
          </span>
        )}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
