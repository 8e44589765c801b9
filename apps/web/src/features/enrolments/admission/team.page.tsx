import type { ApprovalItem, TeamMember } from '@ithaca/contracts/admission';
import { useQuery } from '@tanstack/react-query';
import CircleCheck from 'lucide-react/icons/circle-check';
import UsersRound from 'lucide-react/icons/users-round';
import { useMemo, useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Section } from '../../../ui/section.tsx';
import { Status, type StatusProps } from '../../../ui/status.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { showToast } from '../../../ui/toast.tsx';
import { teamQuery, useDecide } from './admission.queries.ts';
import { PersonCell } from '../person-cell.tsx';

const DeclineForm = lazyLayer(async () => (await import('./decline.form.tsx')).DeclineForm);

type Part = TeamMember['parts'][number];

const tones: Record<Part['standing'], StatusProps['tone']> = {
  asks: 'warning',
  waits: 'neutral',
  'takes-part': 'success',
  finished: 'neutral',
};

/** Hours count while somebody takes part; what is only asked for, or over, costs nothing now. */
const hoursOf = (parts: readonly Part[]) =>
  parts
    .filter(({ standing, cohortState }) => standing === 'takes-part' && cohortState !== 'closed')
    .reduce((sum, { hoursPerMonth }) => sum + hoursPerMonth, 0);

/** One who asks: what for, how much time, and the two answers. */
function Asking({ approval }: { approval: ApprovalItem }) {
  const t = useText();
  const { number, day, dayRange } = useFormat();
  const decide = useDecide();
  const [isDeclining, setDeclining] = useState(false);
  const { id: approvalId, displayName: name } = approval;
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-80">
        <h3 className="font-semibold">
          <bdi>{name}</bdi>
        </h3>
        <p>
          {t('team.asks.line', {
            program: approval.programName,
            cohort: approval.cohortName,
            role: t(`team.role.${approval.role}`),
          })}
        </p>
        <p className="text-dense text-muted">
          {t('team.asks.effort', {
            hours: number(approval.hoursPerMonth),
            days: dayRange(approval.startsOn, approval.endsOn),
          })}
          {' · '}
          {t('team.asked', { day: day(approval.askedAt) })}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          aria-label={t('admission.approve.person', { name })}
          isLoading={decide.isPending && !isDeclining}
          onPress={() =>
            decide.mutate(
              { approvalId, decision: 'approve' },
              { onSuccess: () => showToast({ tone: 'success', title: t('team.approved', { name }) }) },
            )
          }
        >
          {t('admission.approve')}
        </Button>
        <Button aria-label={t('admission.decline.person', { name })} onPress={() => setDeclining(true)}>
          {t('admission.decline')}
        </Button>
      </div>
      {isDeclining && (
        <DeclineForm
          title={t('admission.decline.person', { name })}
          isSending={decide.isPending}
          problem={decide.error}
          onClose={() => setDeclining(false)}
          onDecline={(reason) =>
            decide.mutate(
              { approvalId, decision: 'decline', reason },
              { onSuccess: () => showToast({ title: t('team.declined', { name }) }) },
            )
          }
        />
      )}
    </li>
  );
}

function useColumns(): Column<TeamMember>[] {
  const t = useText();
  const { number, dayRange } = useFormat();
  return useMemo(
    () => [
      {
        id: 'person',
        header: t('team.column.person'),
        cell: ({ displayName, jobTitle }) => <PersonCell name={displayName} below={jobTitle} />,
      },
      {
        id: 'parts',
        header: t('team.column.parts'),
        cell: ({ parts }) =>
          parts.length === 0 ? (
            <span className="text-muted">{t('team.part.none')}</span>
          ) : (
            <ul className="flex flex-col gap-2">
              {parts.map((part) => (
                <li key={`${part.cohortName} ${part.role}`} className="flex flex-col">
                  <span className="flex flex-wrap items-center gap-x-3">
                    <span dir="auto">{part.programName}</span>
                    <Status tone={tones[part.standing]} look="plain">
                      {t(`team.standing.${part.standing}`)}
                    </Status>
                  </span>
                  <span className="text-dense text-muted">
                    {t(`team.role.${part.role}`)} · {dayRange(part.startsOn, part.endsOn)}
                  </span>
                </li>
              ))}
            </ul>
          ),
      },
      {
        id: 'hours',
        header: t('team.column.hours'),
        align: 'end',
        cell: ({ parts }) => <span className="tabular-nums">{number(hoursOf(parts))}</span>,
      },
    ],
    [t, number, dayRange],
  );
}

/** Who takes part, who needs a yes? */
export default function TeamPage() {
  const t = useText();
  const { number } = useFormat();
  const query = useQuery(teamQuery);
  const columns = useColumns();
  return (
    <Page title={t('team.title')}>
      <PageHeader title={t('team.title')} description={t('team.what')} />
      <Loaded query={query}>
        {({ approvals, members }) =>
          members.length === 0 ? (
            <EmptyState icon={UsersRound} title={t('team.none')}>
              {t('team.none.why')}
            </EmptyState>
          ) : (
            <div className="flex flex-col gap-8">
              <Section title={t('team.asks')}>
                {approvals.length === 0 ? (
                  <p className="flex items-center gap-2 text-muted">
                    <Icon of={CircleCheck} className="text-success" />
                    {t('team.asks.none')}
                  </p>
                ) : (
                  <ul className="divide-y rounded-lg border bg-card">
                    {approvals.map((approval) => (
                      <Asking key={approval.id} approval={approval} />
                    ))}
                  </ul>
                )}
              </Section>
              <Section
                title={t('team.members')}
                description={`${t('team.total')}: ${t('team.hours', {
                  hours: number(members.reduce((sum, { parts }) => sum + hoursOf(parts), 0)),
                })}`}
              >
                <DataTable
                  label={t('team.title')}
                  columns={columns}
                  rows={members}
                  rowId={({ personId }) => personId}
                  rowHref={({ personId }) => `/people/${personId}`}
                  narrow="cards"
                />
              </Section>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
