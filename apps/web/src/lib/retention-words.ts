import { retentionWords } from '@ithaca/metrics/retention-words';
import { useMemo } from 'react';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

/** The comparison of participants with others in words; only where a lottery decided do they say "because of". */
export function useRetentionWords() {
  const t = useText();
  const { number, percent, day } = useFormat();
  return useMemo(() => retentionWords(t, { number, percent, day }), [t, number, percent, day]);
}
