import type { CohortClosing } from '@ithaca/contracts/closing';
import type { Cohort } from '@ithaca/contracts/programs';
import { KEPT_DAYS } from '@ithaca/domain/cohort';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';

/** What closing does, in numbers of this cohort; once it is closed there is nothing to say. */
export function Effects({ cohort, closing }: { cohort: Cohort; closing: CohortClosing }) {
  const t = useText();
  const { number } = useFormat();
  if (cohort.state === 'closed' || cohort.state === 'archived') return null;
  const completed = closing.pairings - closing.offered - closing.extended;
  const shownOf = (count: number) => ({ count, shown: number(count) });
  const effects = [
    t('programs.close.effect.completed', shownOf(completed)),
    ...(closing.extended > 0 ? [t('programs.close.extended', shownOf(closing.extended))] : []),
    ...(closing.offered > 0 ? [t('programs.close.effect.lapse', shownOf(closing.offered))] : []),
    t('programs.close.effect.thanks', {
      ...shownOf(closing.thanked),
      certified: number(closing.certified),
    }),
    t('programs.close.effect.meetings'),
    t('programs.close.effect.numbers'),
    t('programs.close.effect.kept', { days: number(KEPT_DAYS.usual) }),
    t('programs.close.effect.reopen'),
  ];
  return (
    <Card title={t('programs.close.effects')}>
      <ul className="flex list-disc flex-col gap-1.5 ps-4">
        {effects.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
    </Card>
  );
}
