import { nudgeRules } from '@ithaca/domain/nudge';
import type { NudgeRule, NudgeSetting } from '@ithaca/domain/nudge';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { nudgesQuery } from './nudges.queries.ts';
import type { StepProps } from './setup.ts';

const NudgePreview = lazyLayer(async () => (await import('./nudge-preview.tsx')).NudgePreview);

const ofOneSide = ['first-meeting', 'next-meeting', 'first-goal'] as const;
/** What goes to the mentee first; peers are both told. */
const isOfOneSide = (rule: NudgeRule): rule is (typeof ofOneSide)[number] =>
  ofOneSide.some((one) => one === rule);

/** Of what people are reminded and when, whom it would reach today, and how the mail reads. */
export function NudgesForm({ program, change, errorAt, isReadOnly }: StepProps) {
  const t = useText();
  const { data } = useQuery(nudgesQuery(program.id));
  const [shown, setShown] = useState<NudgeRule | null>(null);
  const set = (rule: NudgeRule, part: Partial<NudgeSetting>) =>
    change({ nudges: { ...program.nudges, [rule]: { ...program.nudges[rule], ...part } } });
  return (
    <>
      <Card isFlush>
        <ul className="divide-y">
          {nudgeRules.map((rule) => {
            const { on, afterDays } = program.nudges[rule];
            const counts = data?.items.find((one) => one.rule === rule);
            return (
              <li key={rule} className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3.5">
                <div className="min-w-60 flex-1">
                  <Switch
                    isSelected={on}
                    onChange={(isOn) => set(rule, { on: isOn })}
                    isDisabled={isReadOnly}
                    description={t(
                      program.format === 'peer' && isOfOneSide(rule)
                        ? `nudges.${rule}.peers.what`
                        : `nudges.${rule}.what`,
                    )}
                  >
                    <span className="font-medium">{t(`nudges.${rule}`)}</span>
                  </Switch>
                  <div className="flex min-h-8 flex-wrap items-center gap-x-2 ps-10.5 text-caption text-muted">
                    {counts && (
                      <span>
                        {t('nudges.reach', { count: counts.dueToday })} ·{' '}
                        {t('nudges.sent', { count: counts.sentLast30Days })}
                      </span>
                    )}
                    {!isReadOnly && (
                      <Button
                        size="small"
                        variant="quiet"
                        aria-label={`${t('nudges.look')}: ${t(`nudges.${rule}`)}`}
                        onPress={() => setShown(rule)}
                      >
                        {t('nudges.look')}
                      </Button>
                    )}
                  </div>
                </div>
                <div className="flex flex-wrap items-center gap-x-3 gap-y-2 max-sm:ps-10.5">
                  <NumberField
                    className="w-24"
                    label={`${t(`nudges.${rule}`)}: ${t(`nudges.${rule}.days`)}`}
                    isLabelHidden
                    minValue={0}
                    maxValue={60}
                    value={afterDays}
                    onChange={(days) => !Number.isNaN(days) && set(rule, { afterDays: days })}
                    isDisabled={isReadOnly || !on}
                    error={errorAt(`nudges.${rule}.afterDays`)}
                  />
                  <span className="w-40 text-dense text-muted max-sm:w-auto">{t(`nudges.${rule}.days`)}</span>
                </div>
              </li>
            );
          })}
        </ul>
      </Card>
      {data && <p className="text-dense text-muted">{t('nudges.about', { count: data.remindersPerWeek })}</p>}
      {shown && <NudgePreview programId={program.id} rule={shown} onClose={() => setShown(null)} />}
    </>
  );
}
