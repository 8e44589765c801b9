import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useDeferredValue } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useShare } from '../../../lib/share.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { cx } from '../../../ui/cx.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { facetsQuery } from './facets.queries.ts';
import { eligibilityQuery, ruleFactsQuery } from '../programs.queries.ts';
import { RuleGroup } from './rule-group.form.tsx';
import { RuleSentences } from './rule-sentences.tsx';
import { RuleVersions } from './rule-versions.tsx';
import type { StepProps } from './setup.ts';

/** An empty number field is NaN there and null in the rule. */
const written = (value: number | null) => value ?? Number.NaN;
const read = (value: number) => (Number.isNaN(value) ? null : Math.round(value));
const daysOfMonth = 30.4375;

/** Whom the rule lets in, as it stands now. */
function Sample({ program }: Pick<StepProps, 'program'>) {
  const t = useText();
  const share = useShare();
  const { number } = useFormat();
  const rule = useDeferredValue(program.eligibility);
  const query = useQuery(eligibilityQuery(program.id, rule));
  if (query.error && !query.data) return <ProblemBanner problem={query.error} />;
  if (!query.data) return <Skeleton className="h-32 w-full rounded-lg" />;
  const { eligible, employed, sample } = query.data;
  const others = eligible - sample.length;
  return (
    <Card
      title={t('programs.eligibility.count', { count: eligible, shown: number(eligible) })}
      description={t('programs.eligibility.base', { share: share(eligible, employed) })}
    >
      <div aria-live="polite" className={cx('flex flex-col gap-3', query.isPlaceholderData && 'opacity-60')}>
        <RuleSentences rule={program.eligibility} />
        {eligible < 2 ? (
          <Banner tone="warning">{t('programs.eligibility.few')}</Banner>
        ) : (
          <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
            {sample.map((person) => (
              <li key={person.id} className="flex min-w-0 items-center gap-2.5 text-dense">
                <Avatar name={person.displayName} size="small" />
                <span className="truncate">
                  {person.displayName} <span className="text-muted">{person.department}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
        {sample.length > 0 && others > 0 && (
          <p className="text-dense text-muted">
            {t('programs.eligibility.more', { count: others, shown: number(others) })}
          </p>
        )}
      </div>
    </Card>
  );
}

/** Who may enrol. Every condition must hold; what is left empty does not count. */
export function EligibilityForm({ program, change, errorAt, isReadOnly }: StepProps) {
  const t = useText();
  const facets = useQuery(facetsQuery);
  const more = useQuery(ruleFactsQuery(program.id));
  const rule = program.eligibility;
  const set = (part: Partial<typeof rule>) => change({ eligibility: { ...rule, ...part } });
  const choicesOf = (
    found: readonly { name: string; people: number }[] | undefined,
    chosen: readonly string[],
  ) => {
    const known = (found ?? []).filter(({ name }) => name !== '');
    const gone = chosen.filter((name) => known.every((one) => one.name !== name));
    return [
      ...known.map(({ name, people }) => ({
        id: name,
        label: name,
        description: t('common.people', { count: people }),
      })),
      ...gone.map((name) => ({ id: name, label: name })),
    ];
  };
  return (
    <>
      <TagField
        label={t('programs.eligibility.departments')}
        description={t('programs.eligibility.any')}
        choices={choicesOf(facets.data?.departments, rule.departments)}
        value={rule.departments}
        onChange={(departments) => set({ departments })}
        isDisabled={isReadOnly}
      />
      <TagField
        label={t('programs.eligibility.sites')}
        description={t('programs.eligibility.any')}
        choices={choicesOf(facets.data?.sites, rule.sites)}
        value={rule.sites}
        onChange={(sites) => set({ sites })}
        isDisabled={isReadOnly}
      />
      <div className="grid gap-5 sm:grid-cols-3">
        <NumberField
          label={t('programs.eligibility.leastGrade')}
          isOptional
          minValue={0}
          maxValue={99}
          value={written(rule.leastGrade)}
          onChange={(value) => set({ leastGrade: read(value) })}
          isDisabled={isReadOnly}
          error={errorAt('eligibility.leastGrade')}
        />
        <NumberField
          label={t('programs.eligibility.mostGrade')}
          isOptional
          minValue={0}
          maxValue={99}
          value={written(rule.mostGrade)}
          onChange={(value) => set({ mostGrade: read(value) })}
          isDisabled={isReadOnly}
          error={
            rule.leastGrade !== null && rule.mostGrade !== null && rule.mostGrade < rule.leastGrade
              ? t('programs.eligibility.gradesCrossed')
              : errorAt('eligibility.mostGrade')
          }
        />
        <NumberField
          label={t('programs.eligibility.tenure')}
          isOptional
          minValue={0}
          maxValue={600}
          value={rule.leastTenureDays === null ? Number.NaN : Math.round(rule.leastTenureDays / daysOfMonth)}
          onChange={(months) =>
            set({ leastTenureDays: Number.isNaN(months) ? null : Math.round(months * daysOfMonth) })
          }
          isDisabled={isReadOnly}
          error={errorAt('eligibility.leastTenureDays')}
        />
      </div>
      {rule.where ? (
        <RuleGroup
          group={rule.where}
          facts={{
            department: facets.data?.departments ?? [],
            site: facets.data?.sites ?? [],
            jobTitle: more.data?.jobTitles ?? [],
            attributes: more.data?.attributes ?? [],
          }}
          isReadOnly={isReadOnly}
          onChange={(where) => set({ where })}
          onRemove={() => set({ where: null })}
        />
      ) : (
        !isReadOnly && (
          <Button
            icon={Plus}
            className="self-start"
            onPress={() =>
              set({
                where: { match: 'any', conditions: [{ of: 'department', is: 'one-of', values: [] }] },
              })
            }
          >
            {t('programs.rule.more')}
          </Button>
        )
      )}
      <Sample program={program} />
      <RuleVersions programId={program.id} />
    </>
  );
}
