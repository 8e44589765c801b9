import type { PersonImport } from '@ithaca/contracts/imports';
import { useQuery } from '@tanstack/react-query';
import Wand from 'lucide-react/icons/wand-sparkles';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { facetsQuery } from '../directory/directory.queries.ts';
import { useMend, useSetMapping } from './imports.queries.ts';

type Problem = PersonImport['problems'][number];
/** Cells that may as well be empty: the line is imported without what they say. */
const dispensable: readonly Problem['code'][] = [
  'grade-unreadable',
  'time-zone-unknown',
  'language-unknown',
  'manager-unknown',
  'manager-ambiguous',
  'own-manager',
  'rank-unreadable',
  'capacity-unreadable',
  'wish-unknown',
  'date-unreadable',
  'date-out-of-range',
  'email-malformed',
];

type MendsProps = { record: PersonImport; problem: Problem; readOnly: string | undefined };

/** What mends all lines of one kind at once. */
export function ImportMends({ record, problem, readOnly }: MendsProps) {
  const t = useText();
  const { number } = useFormat();
  const mend = useMend(record);
  const { code, mendable, rows } = problem;
  const go = (how: 'suggested' | 'emptied') =>
    mend.mutate(
      { code, how },
      {
        onSuccess: ({ mended }) =>
          showToast({
            tone: 'success',
            title: t('imports.mend.done', { count: mended, shown: number(mended) }),
          }),
      },
    );
  if (code === 'department-new' || code === 'site-new')
    return <UnitMends record={record} problem={problem} readOnly={readOnly} />;
  const canEmpty = dispensable.includes(code);
  if (mendable === 0 && !canEmpty) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {mendable > 0 && (
        <Button
          icon={Wand}
          variant="primary"
          isLoading={mend.isPending && mend.variables?.how === 'suggested'}
          disabledReason={readOnly}
          onPress={() => go('suggested')}
        >
          {t('imports.mend.all', { count: mendable, shown: number(mendable) })}
        </Button>
      )}
      {canEmpty && (
        <Button
          isLoading={mend.isPending && mend.variables?.how === 'emptied'}
          disabledReason={readOnly}
          onPress={() => go('emptied')}
        >
          {t('imports.mend.empty', { count: rows, shown: number(rows) })}
        </Button>
      )}
      <ProblemBanner problem={mend.error} />
    </div>
  );
}

const created = ' new';

/** Departments or sites that nobody knows: each is mapped once, or meant as a new one. */
function UnitMends({ record, problem: { code, values }, readOnly }: MendsProps) {
  const t = useText();
  const { number } = useFormat();
  const field = code === 'site-new' ? 'site' : 'department';
  const { data: facets } = useQuery(facetsQuery);
  const save = useSetMapping(record);
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const known = (field === 'site' ? facets?.sites : facets?.departments) ?? [];
  const { mapping } = record;
  if (!mapping) return null;
  const send = (choices: ReadonlyMap<string, string>) => {
    const said = [...choices].map(([from, to]) => ({ field, from, to: to === created ? from : to }) as const);
    const before = (mapping.values ?? []).filter(
      (one) => one.field !== field || !said.some(({ from }) => from.toLowerCase() === one.from.toLowerCase()),
    );
    save.mutate({ ...mapping, values: [...before, ...said] });
  };
  return (
    <div className="flex flex-col gap-3 rounded-lg border bg-card p-4">
      <ul className="flex flex-col gap-2">
        {values.map(({ value, rows }) => (
          <li key={value} className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[1fr_16rem]">
            <span className="min-w-0 break-words">
              <bdi className="font-medium">{value}</bdi>{' '}
              <span className="text-dense text-muted">
                {t('imports.mend.lines', { count: rows, shown: number(rows) })}
              </span>
            </span>
            <Select
              label={t('imports.mend.unit', { value })}
              isLabelHidden
              isDisabled={readOnly !== undefined}
              placeholder={t('imports.mend.choose')}
              choices={[
                { id: created, label: t('imports.mend.create', { value }) },
                ...known.map(({ name }) => ({ id: name, label: name })),
              ]}
              value={chosen.get(value) ?? null}
              onChange={(to) => setChosen(new Map([...chosen, [value, to]]))}
            />
          </li>
        ))}
      </ul>
      <ProblemBanner problem={save.error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          disabledReason={readOnly}
          isLoading={save.isPending}
          onPress={() => send(new Map(values.map(({ value }) => [value, chosen.get(value) ?? created])))}
        >
          {t('imports.mend.createAll')}
        </Button>
        <Button
          variant="primary"
          isLoading={save.isPending}
          disabledReason={readOnly ?? (chosen.size === 0 ? t('imports.mend.chooseFirst') : undefined)}
          onPress={() => send(chosen)}
        >
          {t('imports.mend.apply')}
        </Button>
      </div>
    </div>
  );
}
