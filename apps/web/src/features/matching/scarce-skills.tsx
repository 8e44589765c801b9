import { useFormat } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { ChartFigure } from '../../ui/charts/chart-figure.tsx';
import { fills } from '../../ui/charts/fills.ts';
import { cx } from '../../ui/cx.ts';
import { AllWell } from './all-well.tsx';
import { useMatchingText } from './matching-text.ts';

type Skill = { skill: string; wanted: number; offered: number };

function Bar({ value, full, look }: { value: number; full: number; look: string }) {
  return (
    <span data-mark className="h-2.5 flex-1 rounded-sm bg-track">
      <span
        style={{ inlineSize: `${(value / full) * 100}%` }}
        className={cx('block h-full rounded-sm', look)}
      />
    </span>
  );
}

/** Skills with fewer places than wishes, as paired bars, the widest gap first. */
export function ScarceSkills({ skills }: { skills: readonly Skill[] }) {
  const t = useMatchingText();
  const { number } = useFormat();
  if (skills.length === 0)
    return (
      <Card title={t('matching.skills.none')}>
        <AllWell>{t('matching.skills.none.why')}</AllWell>
      </Card>
    );
  const full = Math.max(...skills.flatMap(({ wanted, offered }) => [wanted, offered]), 1);
  const lines = [
    { id: 'wanted', word: t('matching.skills.wanted'), look: fills[0] },
    { id: 'offered', word: t('matching.skills.offered'), look: fills[1] },
  ] as const;
  return (
    <Card>
      <ChartFigure
        level={2}
        title={t('matching.skills.scarce', { count: skills.length })}
        summary={t('matching.skills.scarce.what')}
        table={{
          headers: [t('matching.criterion.skills'), ...lines.map(({ word }) => word)],
          rows: skills.map(({ skill, wanted, offered }) => [skill, number(wanted), number(offered)]),
        }}
        isText
      >
        {(pointOf) => (
          <ul className="flex flex-col gap-3.5">
            {skills.map((skill, index) => (
              <li key={skill.skill} {...pointOf(index)} className="flex flex-col gap-1">
                <bdi className="text-dense font-medium">{skill.skill}</bdi>
                {lines.map(({ id, word, look }) => (
                  <span key={id} className="flex items-center gap-3 text-dense">
                    <span className="w-32 shrink-0 text-muted">{word}</span>
                    <Bar value={skill[id]} full={full} look={look} />
                    <span className="w-7 shrink-0 text-end font-medium tabular-nums">
                      {number(skill[id])}
                    </span>
                  </span>
                ))}
              </li>
            ))}
          </ul>
        )}
      </ChartFigure>
    </Card>
  );
}
