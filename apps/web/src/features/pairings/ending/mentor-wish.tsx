import type { Ending } from '@ithaca/contracts/endings';
import type { Pairing } from '@ithaca/contracts/pairings';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { useSetMentorWish } from './endings.queries.ts';

/** Passing it on: a mentee may be invited as a mentor when the next cohort opens, or look for a program at once. */
export function MentorWish({ pairing, ending }: { pairing: Pairing; ending: Ending }) {
  const t = useText();
  const wish = useSetMentorWish(pairing.id);
  if (ending.wishesToMentor === null || pairing.format === 'peer') return null;
  return (
    <Card title={t('endings.next')} description={t('endings.next.what')}>
      <div className="flex flex-col items-start gap-4">
        <Switch
          isSelected={ending.wishesToMentor}
          isReadOnly={wish.isPending}
          onChange={(wishes) => wish.mutate(wishes)}
          description={t('endings.next.wish.what')}
        >
          {t(pairing.format === 'reverse' ? 'endings.next.wish.reverse' : 'endings.next.wish')}
        </Switch>
        {pairing.state === 'completed' && <LinkButton href="/programs">{t('endings.next.find')}</LinkButton>}
      </div>
    </Card>
  );
}
