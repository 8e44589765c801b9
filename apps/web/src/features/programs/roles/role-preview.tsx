import type { RoleView } from '@ithaca/contracts/program-settings';
import type { Program } from '@ithaca/contracts/programs';
import { questionsFor } from '@ithaca/domain/enrolment-form';
import { actorIn, type PreviewedRole, type Reach } from '@ithaca/domain/role-view';
import { useQuery } from '@tanstack/react-query';
import Ban from 'lucide-react/icons/ban';
import Eye from 'lucide-react/icons/eye';
import Pencil from 'lucide-react/icons/pencil';
import { useMemo } from 'react';
import { minutesToFill } from '../../../lib/fill-time.ts';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { placesFor } from '../../../shell/navigation.ts';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { roleViewsQuery } from '../programs.queries.ts';
import { useLabelOf } from '../form/question-label.ts';

type Row = RoleView['data'][number];

/** What each role will see: screens, what the program asks and offers it, and whose data it reaches. */
export function RolePreview({ program }: { program: Program }) {
  const t = useText();
  const [{ as }, setUrl] = useUrlState({ as: '' });
  const views = useQuery(roleViewsQuery(program.id));
  return (
    <Card title={t('roleViews.title')} description={t('roleViews.what')}>
      <Loaded query={views}>
        {({ items }) => (
          <Tabs
            label={t('roleViews.role')}
            selected={items.find(({ role }) => role === as)?.role ?? items[0]?.role ?? 'coordinator'}
            onSelect={(role) => setUrl({ as: role })}
            tabs={items.map(({ role, data }) => ({
              id: role,
              label: t(`roleViews.role.${role}`),
              content: <RoleSight program={program} role={role} data={data} />,
            }))}
          />
        )}
      </Loaded>
    </Card>
  );
}

function RoleSight({ program, role, data }: { program: Program; role: PreviewedRole; data: readonly Row[] }) {
  const t = useText();
  const columns = useColumns(role);
  const sentences = useSentences(program, role);
  // The same list as the navigation's, for somebody in this role and no other.
  const screens = placesFor(actorIn(role, program.id)).flatMap(({ places }) => places);
  return (
    <div className="flex flex-col gap-5 pt-4">
      <section className="flex flex-col gap-2">
        <h3 className="text-dense font-medium text-muted">{t('roleViews.inProgram')}</h3>
        <ul className="flex list-disc flex-col gap-1 ps-5">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="text-dense font-medium text-muted">{t('roleViews.screens')}</h3>
        <ul className="flex flex-wrap gap-2">
          {screens.map(({ path, label, icon }) => (
            <li key={path} className="flex items-center gap-1.5 rounded-md border px-2 py-1 text-dense">
              <Icon of={icon} className="text-muted" />
              {t(label)}
            </li>
          ))}
        </ul>
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="text-dense font-medium text-muted">{t('roleViews.data')}</h3>
        <DataTable
          label={t('roleViews.data.what', { role: t(`roleViews.role.${role}`) })}
          columns={columns}
          rows={[...data]}
          rowId={({ kind }) => kind}
          narrow="cards"
        />
      </section>
    </div>
  );
}

function useSentences(program: Program, role: PreviewedRole): string[] {
  const t = useText();
  const { list, number } = useFormat();
  const labelOf = useLabelOf();
  const { journey, pairingMode, answerDays, form, format } = program;
  const labels = (questions: typeof form.questions) => list(questions.map(labelOf), 'conjunction');
  if (role === 'manager') return [t('roleViews.manager')];
  if (role === 'coordinator') return [t('roleViews.coordinator', { list: labels(form.questions) })];
  const asked = questionsFor(form.questions, role);
  const isAsking = pairingMode === 'self-service';
  return [
    t('roleViews.asked', {
      count: asked.length,
      shown: number(asked.length),
      minutes: number(minutesToFill(form.questions, role)),
      list: labels(asked),
    }),
    isAsking
      ? role !== 'mentor'
        ? t(format === 'peer' ? 'roleViews.chooses.peers' : 'roleViews.chooses')
        : t('roleViews.isAsked', { days: number(answerDays) })
      : t('roleViews.waits'),
    t('roleViews.rhythm', {
      every: t('programs.every', { count: journey.cadenceDays }),
      minutes: number(journey.meetingMinutes),
      hours: number(journey.hoursPerMonth),
    }),
    t('roleViews.guides', { count: journey.milestones.length, shown: number(journey.milestones.length) }),
  ];
}

const looks = { change: Pencil, read: Eye, nothing: Ban } as const;

function ReachStatus({ reach }: { reach: Reach | null }) {
  const t = useText();
  if (reach === null) return <span className="text-muted">{t('roleViews.reach.none')}</span>;
  return (
    <Status look="plain" tone={reach === 'nothing' ? 'neutral' : 'info'} icon={looks[reach]}>
      {t(`roleViews.reach.${reach}`)}
    </Status>
  );
}

function useColumns(role: PreviewedRole): Column<Row>[] {
  const t = useText();
  return useMemo(
    () => [
      { id: 'kind', header: t('roleViews.subject'), cell: ({ kind }) => t(`roleViews.kind.${kind}`) },
      {
        id: 'own',
        header: t(role === 'manager' ? 'roleViews.own.manager' : 'roleViews.own'),
        cell: ({ own }) => <ReachStatus reach={own} />,
      },
      {
        id: 'others',
        header: t('roleViews.others'),
        cell: ({ others }) => <ReachStatus reach={others} />,
      },
    ],
    [t, role],
  );
}
