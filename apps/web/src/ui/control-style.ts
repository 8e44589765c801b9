/** The edge of a control; `data-*` states come from React Aria on the control or its group. */
export const controlStyle =
  'w-full min-w-0 rounded-md border border-edge/70 bg-raised text-body text-text transition-colors duration-120 ' +
  'hover:border-edge data-hovered:border-edge ' +
  'data-focused:border-accent data-focused:outline-2 data-focused:outline-offset-0 data-focused:outline-ring ' +
  'data-focus-within:border-accent data-focus-within:outline-2 data-focus-within:outline-offset-0 data-focus-within:outline-ring ' +
  'group-data-invalid:border-danger data-disabled:cursor-not-allowed data-disabled:border-divider data-disabled:bg-surface data-disabled:text-muted ' +
  '[&[readonly]]:bg-surface';
