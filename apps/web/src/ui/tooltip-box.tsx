import type { ReactNode, RefObject } from 'react';
import { Tooltip, TooltipTriggerStateContext } from 'react-aria-components/Tooltip';
import type { TooltipTriggerState } from 'react-stately/useTooltipTriggerState';
import { KeyHint } from './key-hint.tsx';

type TooltipBoxProps = {
  id: string | undefined;
  state: TooltipTriggerState;
  triggerRef: RefObject<HTMLElement | null>;
  content: ReactNode;
  keys: string | undefined;
};

/** The words beside the control while `state` is open. */
export default function TooltipBox({ id, state, triggerRef, content, keys }: TooltipBoxProps) {
  return (
    <TooltipTriggerStateContext value={state}>
      <Tooltip
        {...(id !== undefined && { id })}
        triggerRef={triggerRef}
        offset={6}
        className="max-w-72 rounded-md bg-text px-2 py-1 text-dense text-page shadow-float transition-opacity duration-120 data-entering:opacity-0 data-exiting:opacity-0"
      >
        {content}
        {keys && (
          <span className="ms-2 opacity-80">
            <KeyHint keys={keys} isPlain />
          </span>
        )}
      </Tooltip>
    </TooltipTriggerStateContext>
  );
}
