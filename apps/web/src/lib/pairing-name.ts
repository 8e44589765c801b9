import type { Pairing } from '@ithaca/contracts/pairings';
import { useCallback } from 'react';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';
import { partnersOf } from './pairing.ts';
import { shortName } from './short-name.ts';

/** A circle: one mentor and several mentees, who come and go one by one. */
export const isCircle = ({ smallest }: Pick<Pairing, 'smallest'>): boolean => smallest !== null;

export const menteesOf = ({ members }: Pairing): Pairing['members'] =>
  members.filter(({ role }) => role === 'mentee');

/** Offered, and the reader has said yes: others have not yet. */
export const waitsForOthers = ({ state, members }: Pairing, personId: string): boolean =>
  state === 'offered' && members.some((one) => one.personId === personId && one.acceptedAt !== null);

/** Offered to the reader and not answered: an offer, or a seat in a circle that runs already. */
export function awaitsAnswer(pairing: Pairing, personId: string): boolean {
  const own = pairing.members.find((member) => member.personId === personId);
  return (
    pairing.state === 'offered' ||
    (isCircle(pairing) && own?.acceptedAt === null && ['active', 'paused'].includes(pairing.state))
  );
}

/** How a pairing is called to its reader: by the others' names, a circle by its mentor's. Pages load the words `pairings`. */
export function usePairingName(): (pairing: Pairing, personId: string) => string {
  const t = useText();
  const { list } = useFormat();
  return useCallback(
    (pairing, personId) => {
      if (!isCircle(pairing))
        return list(partnersOf(pairing, personId).map(({ displayName }) => displayName));
      const mentor = pairing.members.find(({ role }) => role === 'mentor');
      return mentor?.personId === personId
        ? t('pairings.circle.own')
        : t('pairings.circle', { name: mentor?.displayName ?? '' });
    },
    [t, list],
  );
}

/** What a partner is to the reader. Where the junior side is the mentor, the words name who guides whom. */
export function useGuide(): (pairing: Pairing, partner: Pairing['members'][number]) => string {
  const t = useText();
  return useCallback(
    ({ format }, { role, displayName }) =>
      format === 'reverse' && role !== 'peer'
        ? t(`pairings.guide.${role}`, { name: shortName(displayName) })
        : t(`pairings.your.${role}`),
    [t],
  );
}
