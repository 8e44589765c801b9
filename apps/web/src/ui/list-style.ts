/** The floating layer of menus, selects and pickers. */
export const floatStyle =
  'rounded-lg bg-raised text-text shadow-float outline-none transition-[opacity,translate] duration-180 ease-out ' +
  'data-entering:opacity-0 data-entering:-translate-y-1 data-exiting:opacity-0 data-exiting:duration-120 ' +
  'forced-colors:border forced-colors:border-[CanvasText]';

/** A line in a floating list. */
export const itemStyle =
  'flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 text-body no-underline outline-none select-none ' +
  'pointer-coarse:min-h-11 data-focused:bg-hover data-hovered:bg-hover data-disabled:opacity-50 ' +
  'data-focus-visible:outline-2 data-focus-visible:-outline-offset-2 data-focus-visible:outline-ring ' +
  'forced-colors:data-focused:outline-2 forced-colors:data-focused:-outline-offset-2';
