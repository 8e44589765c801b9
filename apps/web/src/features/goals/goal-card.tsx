import type { Goal } from '@ithaca/contracts/goals';
import { MOST_MILESTONES, type GoalState } from '@ithaca/domain/goal';
import { useQueryClient } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Archive from 'lucide-react/icons/archive';
import { useRef, useState } from 'react';
import { ActionList } from '../../lib/actions.tsx';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { useToday } from '../../lib/today.ts';
import { goalsQuery } from '../../lib/pairing.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Status } from '../../ui/status.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { GoalClaim } from './goal-claim.tsx';
import { GoalNotes } from './goal-notes.tsx';
import { useAddMilestone, useTickMilestone, useUpdateGoal } from './goals.queries.ts';
import { lazyLayer } from '../../ui/lazy-part.tsx';

const EditGoalForm = lazyLayer(async () => (await import('./edit-goal.form.tsx')).EditGoalForm);

type GoalCardProps = {
  pairingId: string;
  goal: Goal;
  off: string | undefined;
  owner?: string | undefined;
  /** Who beside the reader sees the goal, by name. */
  partners: string;
};

const stateTone = { open: 'neutral', claimed: 'warning', reached: 'success', abandoned: 'neutral' } as const;

/** One goal: how it is measured, its steps, what has been noted, and what becomes of it. */
export function GoalCard({ pairingId, goal, off, owner, partners }: GoalCardProps) {
  const t = useText();
  const { day, number } = useFormat();
  const today = useToday();
  const queries = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const update = useUpdateGoal(pairingId, goal.id);
  const { actor } = useSession();
  const isOpen = goal.state === 'open';
  const done = goal.milestones.filter(({ doneAt }) => doneAt !== null).length;
  const isLate = isOpen && goal.dueOn !== null && goal.dueOn < today;
  const versionNow = () =>
    queries.getQueryData(goalsQuery(pairingId).queryKey)?.items.find(({ id }) => id === goal.id)?.version ??
    goal.version;
  const become = (state: GoalState, from: GoalState = goal.state) =>
    update.mutate(
      { changes: { state }, version: versionNow() },
      {
        onSuccess: () =>
          showToast({
            title: t(`goals.became.${state}`, { partner: partners }),
            tone: state === 'reached' ? 'success' : 'neutral',
            // Who confirmed cannot claim in the other's name: opening it again is in the menu.
            ...(state !== 'reached' &&
              from !== 'reached' && {
                onUndo: () => update.mutate({ changes: { state: from }, version: versionNow() }),
              }),
          }),
      },
    );
  return (
    <article className="flex flex-col gap-4 rounded-lg border bg-card p-4">
      <header className="flex items-start gap-3 max-sm:flex-col">
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 dir="auto" className="text-lead font-semibold">
              {goal.title}
            </h3>
            {goal.state !== 'open' && (
              <Status tone={stateTone[goal.state]}>{t(`goals.state.${goal.state}`)}</Status>
            )}
          </div>
          {owner !== undefined && (
            <p dir="auto" className="text-dense font-medium">
              {owner}
            </p>
          )}
          {goal.measure && (
            <p className="text-muted">
              {t('goals.measure.short')} <bdi>{goal.measure}</bdi>
            </p>
          )}
          {goal.dueOn && (
            <p className={cx('text-dense', isLate ? 'font-medium text-warning' : 'text-muted')}>
              {t(isLate ? 'goals.late' : 'goals.due', { day: day(goal.dueOn) })}
            </p>
          )}
        </div>
        {off === undefined && (
          <div className="flex gap-1">
            {isOpen && (
              <Button
                size="small"
                icon={Check}
                isLoading={update.isPending}
                onPress={() => become('claimed')}
              >
                {t('goals.reach')}
              </Button>
            )}
            <Menu
              label={t('goals.menu', { goal: goal.title })}
              entries={[
                ...(isOpen
                  ? [{ id: 'edit', label: t('goals.edit'), icon: Pencil, onAction: () => setEditing(true) }]
                  : []),
                ...(isOpen || goal.state === 'claimed'
                  ? [
                      {
                        id: 'aside',
                        label: t('goals.setAside'),
                        icon: Archive,
                        onAction: () => become('abandoned'),
                      },
                    ]
                  : [
                      {
                        id: 'open',
                        label: t('goals.reopen'),
                        icon: RotateCcw,
                        onAction: () => become('open'),
                      },
                    ]),
              ]}
            >
              <IconButton size="small" icon={Ellipsis} label={t('goals.menu', { goal: goal.title })} />
            </Menu>
          </div>
        )}
      </header>
      {goal.claim && (
        <GoalClaim
          pairingId={pairingId}
          goal={goal}
          claim={goal.claim}
          partners={partners}
          off={off}
          isPending={update.isPending}
          onConfirm={() => become('reached')}
          onTakeBack={() => become('open')}
        />
      )}
      {(goal.milestones.length > 0 || isOpen) && (
        <div className="flex flex-col gap-2">
          {goal.progress !== null && (
            <ProgressBar
              label={t('goals.steps')}
              value={goal.progress * 100}
              valueText={t('goals.steps.done', { done: number(done), all: number(goal.milestones.length) })}
            />
          )}
          <ul className="flex flex-col">
            {goal.milestones.map((milestone) => (
              <Milestone
                key={milestone.id}
                pairingId={pairingId}
                goalId={goal.id}
                milestone={milestone}
                isOff={off !== undefined || !isOpen}
              />
            ))}
          </ul>
          {off === undefined && isOpen && goal.milestones.length < MOST_MILESTONES && (
            <AddStep pairingId={pairingId} goal={goal} />
          )}
        </div>
      )}
      {goal.actions.length > 0 && (
        <section className="flex flex-col gap-2 border-t pt-3">
          <h4 className="flex items-baseline justify-between gap-3 text-dense font-medium">
            {t('goals.actions')}
            <span className="font-normal text-muted">
              {t('goals.actions.done', {
                done: number(goal.actions.filter(({ doneAt }) => doneAt !== null).length),
                all: number(goal.actions.length),
              })}
            </span>
          </h4>
          <ActionList
            label={t('goals.actions')}
            pairingId={pairingId}
            personId={actor.personId}
            actions={goal.actions}
            off={off}
            isOfOneGoal
          />
        </section>
      )}
      <GoalNotes pairingId={pairingId} goal={goal} off={off} />
      {isEditing && <EditGoalForm pairingId={pairingId} goal={goal} onClose={() => setEditing(false)} />}
    </article>
  );
}

type MilestoneProps = {
  pairingId: string;
  goalId: string;
  milestone: Goal['milestones'][number];
  isOff: boolean;
};

function Milestone({ pairingId, goalId, milestone, isOff }: MilestoneProps) {
  const { day } = useFormat();
  const tick = useTickMilestone(pairingId, goalId, milestone.id);
  const isDone = tick.isPending ? tick.variables : milestone.doneAt !== null;
  return (
    <li>
      <Checkbox isSelected={isDone} isDisabled={isOff} onChange={(done) => tick.mutate(done)}>
        <span dir="auto" className={cx(isDone && 'text-muted line-through')}>
          {milestone.title}
        </span>
        {milestone.dueOn && <span className="text-dense text-muted"> · {day(milestone.dueOn, 'short')}</span>}
      </Checkbox>
    </li>
  );
}

/** One more step; after adding it the field is ready for the next one. */
function AddStep({ pairingId, goal }: { pairingId: string; goal: Goal }) {
  const t = useText();
  const [title, setTitle] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const add = useAddMilestone(pairingId, goal.id);
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() === '' || add.isPending) return;
        add.mutate(title.trim(), {
          onSuccess: () => {
            setTitle('');
            input.current?.focus();
          },
        });
      }}
    >
      <TextField
        className="max-w-110 flex-1"
        label={t('goals.step.add')}
        isLabelHidden
        placeholder={t('goals.step.add')}
        maxLength={200}
        value={title}
        onChange={setTitle}
        inputRef={input}
      />
      {title.trim() !== '' && (
        <Button type="submit" isLoading={add.isPending}>
          {t('common.add')}
        </Button>
      )}
    </form>
  );
}
