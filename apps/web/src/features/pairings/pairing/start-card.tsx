import type { Pairing } from '@ithaca/contracts/pairings';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { Stepper } from '../../../ui/stepper.tsx';

/** The three steps of a good start; gone once all are done. */
export function StartCard({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const path = `/pairings/${pairing.id}`;
  const done = {
    agreement: pairing.members.every(({ signedAt }) => signedAt !== null),
    meeting: pairing.heldMeetings > 0 || pairing.nextMeeting !== null,
    goal: pairing.openGoals > 0,
  };
  const all = ['agreement', 'meeting', 'goal'] as const;
  const left = all.filter((step) => !done[step]);
  // A pairing that has met twice is well under way: its missing steps are in the cards below.
  if (left.length === 0 || pairing.heldMeetings > 1) return null;
  const href = { agreement: `${path}#agreement`, meeting: `${path}/meetings/new`, goal: `${path}/goals` };
  return (
    <Card title={t('pairings.start')} description={t('pairings.start.what')}>
      <Stepper
        label={t('pairings.start')}
        steps={all.map((step) => ({
          id: step,
          label: t(`pairings.start.${step}`),
          state: done[step] ? ('done' as const) : step === left[0] ? ('current' as const) : ('todo' as const),
          ...(!done[step] && { href: href[step] }),
        }))}
      />
    </Card>
  );
}
