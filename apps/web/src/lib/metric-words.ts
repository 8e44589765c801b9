import { metricWords } from '@ithaca/metrics/metric-words';
import { useMemo } from 'react';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

/** A number in words: its name, its value, its base ("20 of 24 pairings"), its interval and why it is not shown. */
export function useMetricWords() {
  const t = useText();
  const { number, percent } = useFormat();
  return useMemo(() => metricWords(t, { number, percent }), [t, number, percent]);
}
