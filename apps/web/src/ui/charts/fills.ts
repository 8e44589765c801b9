/** Of up to four series: colour and pattern, so that neither is needed. */
export const fills = [
  'bg-series-1',
  'bg-series-2 bg-[repeating-linear-gradient(45deg,transparent_0_4px,color-mix(in_srgb,var(--color-raised)_55%,transparent)_4px_6px)]',
  'bg-series-4 bg-[radial-gradient(circle,color-mix(in_srgb,var(--color-raised)_75%,transparent)_1px,transparent_1.5px)] bg-size-[5px_5px]',
  'bg-series-3 bg-[repeating-linear-gradient(90deg,transparent_0_3px,color-mix(in_srgb,var(--color-raised)_50%,transparent)_3px_4px)]',
] as const;
