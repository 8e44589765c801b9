import { criteria, type MatchingPolicy } from '@ithaca/contracts/programs';
import type { ReactNode } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Card } from '../../ui/card.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { StepProps } from './setup.ts';

const levels = ['not', 'little', 'lot'] as const;
type Level = (typeof levels)[number];
const weightOf: Record<Level, number> = { not: 0, little: 2, lot: 6 };
const levelOf = (weight: number): Level => (weight === 0 ? 'not' : weight < 4 ? 'little' : 'lot');

/** A rule that can be off; on, it may have a number. */
function Rule({
  words,
  why,
  isOn,
  onSwitch,
  isReadOnly,
  children,
}: {
  words: string;
  why: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
  isReadOnly: boolean;
  children?: ReactNode;
}) {
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <Switch isSelected={isOn} onChange={onSwitch} description={why} isDisabled={isReadOnly}>
        {words}
      </Switch>
      {isOn && children && <div className="ps-10.5">{children}</div>}
    </li>
  );
}

function Weights({
  policy,
  set,
  isReadOnly,
}: {
  policy: MatchingPolicy;
  set: (part: Partial<MatchingPolicy>) => void;
  isReadOnly: boolean;
}) {
  const t = useText();
  return (
    <ul className="divide-y">
      {criteria.map((criterion) => {
        const weight = policy.weights[criterion];
        return (
          <li key={criterion} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
              <div className="min-w-0 flex-1 basis-56">
                <p className="font-medium">{t(`programs.criterion.${criterion}`)}</p>
                <p className="text-dense text-muted">{t(`programs.criterion.${criterion}.what`)}</p>
              </div>
              <RadioGroup
                label={t('programs.criterion.matters', { criterion: t(`programs.criterion.${criterion}`) })}
                isLabelHidden
                layout="row"
                choices={levels.map((id) => ({ id, label: t(`programs.level.${id}`) }))}
                value={levelOf(weight)}
                onChange={(level) =>
                  set({
                    weights: {
                      ...policy.weights,
                      [criterion]: levelOf(weight) === level ? weight : weightOf[level],
                    },
                  })
                }
                isDisabled={isReadOnly}
              />
            </div>
            {criterion === 'gradeDistance' && weight > 0 && (
              <div className="flex flex-wrap gap-4">
                {(['least', 'most'] as const).map((bound) => (
                  <NumberField
                    key={bound}
                    label={t(`programs.gradeDistance.${bound}`)}
                    minValue={-20}
                    maxValue={20}
                    value={policy.preferredGradeDistance[bound]}
                    onChange={(value) =>
                      !Number.isNaN(value) &&
                      set({ preferredGradeDistance: { ...policy.preferredGradeDistance, [bound]: value } })
                    }
                    isDisabled={isReadOnly}
                  />
                ))}
              </div>
            )}
            {criterion === 'function' && weight > 0 && (
              <RadioGroup
                label={t('programs.function')}
                isLabelHidden
                layout="row"
                choices={(['same', 'different'] as const).map((id) => ({
                  id,
                  label: t(`programs.function.${id}`),
                }))}
                value={policy.function}
                onChange={(value) => set({ function: value })}
                isDisabled={isReadOnly}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** What makes a good pair, what may never be, and what to aim for when not everyone can have the best. */
export function MatchingForm({ program, change, isReadOnly }: StepProps) {
  const t = useText();
  const { policy } = program;
  const { rules } = policy;
  const set = (part: Partial<MatchingPolicy>) => change({ policy: { ...policy, ...part } });
  const setRules = (part: Partial<MatchingPolicy['rules']>) => set({ rules: { ...rules, ...part } });
  const common = { isReadOnly };
  return (
    <>
      <Card title={t('programs.matching.prefer')} description={t('programs.matching.prefer.what')}>
        <Weights policy={policy} set={set} isReadOnly={isReadOnly} />
      </Card>
      <Card title={t('programs.matching.never')} description={t('programs.matching.never.what')}>
        <ul className="divide-y">
          <Rule
            {...common}
            words={t('programs.rule.managerLine')}
            why={t('programs.rule.managerLine.why')}
            isOn={rules.managerLineLevels > 0}
            onSwitch={(isOn) => setRules({ managerLineLevels: isOn ? 2 : 0 })}
          >
            <NumberField
              label={t('programs.rule.managerLine.levels')}
              minValue={1}
              maxValue={10}
              value={rules.managerLineLevels}
              onChange={(value) => !Number.isNaN(value) && setRules({ managerLineLevels: value })}
              isDisabled={isReadOnly}
            />
          </Rule>
          <Rule
            {...common}
            words={t('programs.rule.team')}
            why={t('programs.rule.team.why')}
            isOn={rules.notSameTeam}
            onSwitch={(notSameTeam) => setRules({ notSameTeam })}
          />
          <Rule
            {...common}
            words={t('programs.rule.language')}
            why={t('programs.rule.language.why')}
            isOn={rules.commonLanguage}
            onSwitch={(commonLanguage) => setRules({ commonLanguage })}
          />
          <Rule
            {...common}
            words={t('programs.rule.hours')}
            why={t('programs.rule.hours.why')}
            isOn={rules.leastSharedHours > 0}
            onSwitch={(isOn) => setRules({ leastSharedHours: isOn ? 2 : 0 })}
          >
            <NumberField
              label={t('programs.rule.hours.least')}
              minValue={1}
              maxValue={12}
              value={rules.leastSharedHours}
              onChange={(value) => !Number.isNaN(value) && setRules({ leastSharedHours: value })}
              isDisabled={isReadOnly}
            />
          </Rule>
          <Rule
            {...common}
            words={t('programs.rule.grade')}
            why={t('programs.rule.grade.why')}
            isOn={rules.leastGradeGap !== null}
            onSwitch={(isOn) => setRules({ leastGradeGap: isOn ? 1 : null })}
          >
            <NumberField
              label={t('programs.rule.grade.least')}
              minValue={-20}
              maxValue={20}
              value={rules.leastGradeGap ?? 0}
              onChange={(value) => !Number.isNaN(value) && setRules({ leastGradeGap: value })}
              isDisabled={isReadOnly}
            />
          </Rule>
          <Rule
            {...common}
            words={t('programs.rule.earlier')}
            why={t('programs.rule.earlier.why')}
            isOn={rules.notEarlierPartners}
            onSwitch={(notEarlierPartners) => setRules({ notEarlierPartners })}
          />
        </ul>
      </Card>
      <RadioGroup
        label={t('programs.objective')}
        layout="cards"
        choices={(['total', 'worst-first', 'floor'] as const).map((id) => ({
          id,
          label: t(`programs.objective.${id}`),
          description: t(`programs.objective.${id}.what`),
        }))}
        value={policy.objective}
        onChange={(objective) =>
          set({ objective, ...(objective === 'floor' && policy.floor === 0 && { floor: 4000 }) })
        }
        isDisabled={isReadOnly}
      />
      {policy.objective === 'floor' && (
        <NumberField
          label={t('programs.floor')}
          description={t('programs.floor.what')}
          minValue={0}
          maxValue={1}
          step={0.05}
          formatOptions={{ style: 'percent' }}
          value={policy.floor / 10_000}
          onChange={(value) => !Number.isNaN(value) && set({ floor: Math.round(value * 10_000) })}
          isDisabled={isReadOnly}
        />
      )}
    </>
  );
}
