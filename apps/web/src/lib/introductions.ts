import { introductionRoutes, type Introduction } from '@ithaca/contracts/introductions';
import { queryOptions } from '@tanstack/react-query';
import { call } from './api.ts';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

/** What the sides of a pairing do for each other; its key starts with the pairing's own. */
export const introductionsQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'introductions'],
    queryFn: ({ signal }) => call(introductionRoutes.list, { params: { pairingId } }, { signal }),
  });

const tones = {
  asked: 'info',
  offered: 'info',
  sent: 'info',
  made: 'accent',
  done: 'success',
  missed: 'neutral',
  'not-this-time': 'neutral',
  withdrawn: 'neutral',
} as const;

/** An introduction in words: what it is, and how it stands. */
export function useIntroductionWords() {
  const t = useText();
  const { day } = useFormat();
  return {
    title: ({ kind, helper, guest, third, length }: Introduction) =>
      t(`introductions.of.${kind}`, {
        helper: helper.displayName,
        guest: guest.displayName,
        third: third?.displayName ?? '',
        named: third ? 'yes' : 'no',
        length: length ?? 'none',
      }),
    state: (one: Introduction) =>
      t(`introductions.state.${one.state}`, {
        mine: one.isMyTurn ? 'yes' : 'no',
        kind: one.kind,
        who:
          (one.state === 'asked' ? one.helper : one.state === 'offered' ? one.guest : one.third)
            ?.displayName ?? '',
        day: one.shadowing?.isAgreed ? day(one.shadowing.dayOn) : '',
        dayIs: one.shadowing?.isAgreed ? 'agreed' : 'open',
        due: one.dueOn === null ? '' : day(one.dueOn),
        hasDue: one.dueOn === null ? 'no' : 'yes',
      }),
    tone: (one: Introduction) => (one.isMyTurn ? ('warning' as const) : tones[one.state]),
  };
}
