import type { Cause } from '@ithaca/contracts/matching';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useMatchingText } from './matching-text.ts';

const counted = [
  'peer-joined',
  'peer-left',
  'mentee-joined',
  'mentee-left',
  'mentor-joined',
  'mentor-left',
  'places-changed',
  'priority-changed',
  'answers-changed',
  'kept-pairs-changed',
  'forbidden-pairs-changed',
] as const;

const isText = (value: unknown): value is string => typeof value === 'string';

/** What has changed in the inputs of a run since it was made, in words: how many, and the first names. */
export function useChangeWords(): (change: Cause) => string {
  const t = useMatchingText();
  const { list } = useFormat();
  return useMemo(
    () =>
      ({ code, facts }) => {
        if (code === 'groups-not-kept') return t('runs.changed.groups-not-kept');
        const known = counted.find((one) => one === code);
        if (!known) return t('matching.changed.policy');
        const count = Number(facts['count'] ?? 0);
        const named = Array.isArray(facts['names']) ? facts['names'].filter(isText) : [];
        const rest = count - named.length;
        const said = t(`matching.changed.${known}`, { count });
        if (named.length === 0) return said;
        const names = list([...named, ...(rest > 0 ? [t('matching.effect.more', { count: rest })] : [])]);
        return t('matching.changed.names', { said, names });
      },
    [t, list],
  );
}
