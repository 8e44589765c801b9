import type { PairingItem } from '@ithaca/contracts/pairings';
import { earlySignals } from '@ithaca/metrics/early-signals';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { shortName } from '../../../lib/short-name.ts';

const dayLength = 86_400_000;

/** Full days between two moments; never negative. */
export function daysSince(at: string, asOf: string): number {
  return Math.max(0, Math.floor((Date.parse(asOf) - Date.parse(at)) / dayLength));
}

/** Who a pairing is. */
export type NamedPairing = Pick<PairingItem, 'format' | 'mentorName' | 'menteeNames' | 'peerNames'>;

const membersOf = ({ format, mentorName, menteeNames, peerNames }: PairingItem) =>
  format === 'peer' ? peerNames : [mentorName, ...menteeNames];

const isQuiet = ({ health }: PairingItem) => health === 'slipping' || health === 'stalled';

/** A pairing as a coordinator reads it: who, and why it is worth a look. Never what somebody answered or wrote. */
export function usePairingWords() {
  const t = useText();
  const { list } = useFormat();
  return useMemo(
    () => ({
      pair: (pairing: NamedPairing) =>
        pairing.format === 'circle'
          ? t('metrics.circle', { mentor: pairing.mentorName, count: pairing.menteeNames.length })
          : pairing.format === 'peer'
            ? list(pairing.peerNames)
            : t('metrics.pair', { mentor: pairing.mentorName, mentees: list(pairing.menteeNames) }),
      names: (pairing: PairingItem) => list(membersOf(pairing).map(shortName)),
      /** Worst first: how long it has been quiet, then the signals. */
      reasons: (pairing: PairingItem, asOf: string) => {
        const signals = pairing.signals.map(({ code, facts }) => {
          const known = earlySignals.find((one) => one === code);
          const count = typeof facts['days'] === 'number' ? facts['days'] : 0;
          return known ? t(`metrics.signal.${known}`, { count }) : t('metrics.signal.other');
        });
        return isQuiet(pairing) && pairing.lastHeldAt
          ? [t('metrics.signal.quiet', { count: daysSince(pairing.lastHeldAt, asOf) }), ...signals]
          : signals;
      },
      /** A text to start from, for the worst reason. It tells no side what the other answered, wrote or has before them. */
      letter: (pairing: PairingItem, program: string, writer: string) => {
        const codes = pairing.signals.map(({ code }) => code);
        const about =
          earlySignals.find((code) => codes.includes(code)) ?? (isQuiet(pairing) ? 'quiet' : 'other');
        return [
          t('metrics.write.hello', {
            names: list(membersOf(pairing).map(shortName)),
          }),
          `${t(`metrics.write.body.${about}`, { program })} ${t('metrics.write.close')}`,
          writer,
        ].join('\n\n');
      },
    }),
    [t, list],
  );
}
