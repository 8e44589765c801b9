import type { Report } from '@ithaca/contracts/reports';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { StackedBar } from '../../ui/charts/stacked-bar.tsx';

const states = ['reached', 'claimed', 'open', 'abandoned'] as const;

/** Goals by state. A state that too few people stand behind is named as withheld and has no part in the bar. */
export function GoalsChart({ goals, level }: { goals: Report['goals']; level: 1 | 2 }) {
  const t = useText();
  const { number, list } = useFormat();
  const Title = level === 1 ? 'h2' : 'h3';
  const told = states.filter((state) => goals?.[state] != null);
  const hidden = states.filter((state) => goals === null || goals[state] === null);
  const all = told.reduce((sum, state) => sum + (goals?.[state] ?? 0), 0);
  const withheld = hidden.length > 0 && (
    <p className="text-caption text-muted">
      {t('reports.goals.withheld', { states: list(hidden.map((state) => t(`reports.goals.${state}`))) })}
    </p>
  );
  if (all === 0)
    return (
      <div className="flex min-w-0 flex-col gap-1">
        <Title className="text-body font-semibold">{t('reports.goals.title.plain')}</Title>
        {withheld || <p className="text-dense text-muted">{t('reports.goals.none')}</p>}
      </div>
    );
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <StackedBar
        level={level === 1 ? 2 : 3}
        title={
          hidden.length === 0
            ? t('reports.goals.title', { reached: number(goals?.reached ?? 0), all: number(all) })
            : t('reports.goals.title.plain')
        }
        series={told.map((state) => ({ id: state, label: t(`reports.goals.${state}`) }))}
        rows={[
          {
            id: 'goals',
            label: t('reports.goals.row', { count: all }),
            values: told.map((state) => goals?.[state] ?? 0),
          },
        ]}
      />
      {withheld}
    </div>
  );
}
