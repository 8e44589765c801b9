import type { ApprovalItem } from '@ithaca/contracts/admission';
import Stamp from 'lucide-react/icons/stamp';
import { useMemo, useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { SelectionBar } from '../../../ui/selection-bar.tsx';
import { Status } from '../../../ui/status.tsx';
import { Switch } from '../../../ui/switch.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { showToast } from '../../../ui/toast.tsx';
import { approvalsQuery, useDecideMany } from './admission.queries.ts';
import { PersonCell } from '../person-cell.tsx';

const DeclineForm = lazyLayer(async () => (await import('./decline.form.tsx')).DeclineForm);

const tones = { asked: 'warning', approved: 'success', declined: 'neutral', void: 'neutral' } as const;

function useColumns(): Column<ApprovalItem>[] {
  const t = useText();
  const { day } = useFormat();
  return useMemo(
    () => [
      {
        id: 'person',
        header: t('admission.column.person'),
        cell: ({ displayName, department, role }) => (
          <PersonCell
            name={displayName}
            below={[t(`enrolments.role.${role}`), department].filter(Boolean).join(' · ')}
          />
        ),
      },
      {
        id: 'manager',
        header: t('admission.column.manager'),
        cell: ({ managerName, reminders, state }) => (
          <span className="flex flex-col">
            <span dir="auto">{managerName ?? t('admission.noManager')}</span>
            {state === 'asked' && reminders > 0 && (
              <span className="text-muted">{t('admission.reminded', { count: reminders })}</span>
            )}
          </span>
        ),
      },
      {
        id: 'answer',
        header: t('admission.column.answer'),
        cell: ({ state, decidedByName, reason }) => (
          <span className="flex flex-col">
            <Status tone={tones[state]} look="plain">
              {state === 'approved' || state === 'declined'
                ? t(`admission.state.${state}`, { name: decidedByName ?? '' })
                : t('admission.state.asked')}
            </Status>
            {reason !== '' && (
              <span dir="auto" className="text-muted">
                {reason}
              </span>
            )}
          </span>
        ),
      },
      {
        id: 'asked',
        header: t('admission.column.asked'),
        align: 'end',
        className: 'whitespace-nowrap',
        cell: ({ askedAt }) => day(askedAt),
      },
    ],
    [t, day],
  );
}

/** Enrolments that need a manager's yes; coordinators may decide several at once in the managers' place. */
export function ApprovalsTable() {
  const t = useText();
  const { cohort, canCoordinate } = useCohort();
  const columns = useColumns();
  const [{ answered }, setUrl] = useUrlState({ answered: '' });
  const { query, rows, pagination, isError } = usePaged(approvalsQuery(cohort.id, answered === ''));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isDeclining, setDeclining] = useState(false);
  const decide = useDecideMany(cohort.id);
  if (isError) return <ProblemState problem={query.error} onRetry={() => void query.refetch()} />;
  const open = new Set((rows ?? []).filter(({ state }) => state === 'asked').map(({ id }) => id));
  const ids = [...chosen].filter((id) => open.has(id));
  const say = (decision: 'approve' | 'decline', reason: string) =>
    decide.mutate(
      { approvalIds: ids, decision, reason },
      {
        onSuccess: ({ decided }) => {
          showToast({ tone: 'success', title: t('admission.decided', { count: decided }) });
          setChosen(new Set());
          setDeclining(false);
        },
      },
    );
  return (
    <div className="flex flex-col gap-3 pt-3">
      <Switch isSelected={answered === ''} onChange={(only) => setUrl({ answered: only ? '' : 'too' })}>
        {t('admission.approvals.only')}
      </Switch>
      <DataTable
        label={t('enrolments.tab.approvals')}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowLabel={({ displayName }) => displayName}
        rowHref={({ personId }) => `/people/${personId}`}
        {...(canCoordinate && { selected: new Set(ids), onSelectedChange: setChosen })}
        narrow="cards"
        empty={
          <EmptyState icon={Stamp} title={t('admission.approvals.none')}>
            {t('admission.approvals.none.why')}
          </EmptyState>
        }
      />
      {rows && (pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
      <SelectionBar count={ids.length} onClear={() => setChosen(new Set())}>
        <Button variant="primary" isLoading={decide.isPending} onPress={() => say('approve', '')}>
          {t('admission.approve')}
        </Button>
        <Button isDisabled={decide.isPending} onPress={() => setDeclining(true)}>
          {t('admission.decline')}
        </Button>
      </SelectionBar>
      {isDeclining && (
        <DeclineForm
          title={t('admission.decline.title', { count: ids.length })}
          isSending={decide.isPending}
          problem={decide.error}
          onClose={() => setDeclining(false)}
          onDecline={(reason) => say('decline', reason)}
        />
      )}
    </div>
  );
}
