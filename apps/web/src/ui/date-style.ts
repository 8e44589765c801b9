/** The parts of a typed date. */
export const segmentStyle =
  'rounded-sm px-0.5 tabular-nums outline-none data-placeholder:text-muted data-focused:bg-accent data-focused:text-on-accent ' +
  'forced-colors:data-focused:bg-[Highlight] forced-colors:data-focused:text-[HighlightText]';
