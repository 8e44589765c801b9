import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import { mergeProps } from 'react-aria/mergeProps';
// What React Aria's own TooltipTrigger uses; its module would bring the code that places the box with every button.
import { FocusableProvider } from 'react-aria/private/interactions/useFocusable';
import { useTooltipTrigger } from 'react-aria/useTooltipTrigger';
import { useTooltipTriggerState } from 'react-stately/useTooltipTriggerState';
import { lazyPart } from './lazy-part.tsx';

type TooltipProps = {
  content: ReactNode;
  keys?: string | undefined;
  children: ReactElement;
  isDisabled?: boolean;
};

const TooltipBox = lazyPart(
  () => import('./tooltip-box.tsx'),
  () => null,
);
const warmUp = () => void TooltipBox.preload();

/**
 * More about a control, on hover and on focus. Never the only place of something a person must know. The code of its
 * box comes with the first control that is hovered or focused.
 */
export function Tooltip({ content, keys, children, isDisabled = false }: TooltipProps) {
  const options = { delay: 500, closeDelay: 80, isDisabled };
  const state = useTooltipTriggerState(options);
  const trigger = useRef<HTMLElement>(null);
  const { triggerProps, tooltipProps } = useTooltipTrigger(options, state, trigger);
  const [wasOpened, setWasOpened] = useState(false);
  if (state.isOpen && !wasOpened) setWasOpened(true);
  return (
    <>
      <FocusableProvider
        {...mergeProps(triggerProps, { onPointerEnter: warmUp, onFocus: warmUp })}
        ref={trigger}
      >
        {children}
      </FocusableProvider>
      {wasOpened && (
        <TooltipBox id={tooltipProps.id} state={state} triggerRef={trigger} content={content} keys={keys} />
      )}
    </>
  );
}
