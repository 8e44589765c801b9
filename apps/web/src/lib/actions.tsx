import { meetingRoutes, type Action } from '@ithaca/contracts/meetings';
import type { Pairing } from '@ithaca/contracts/pairings';
import { useMutation, useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import Plus from 'lucide-react/icons/plus';
import Target from 'lucide-react/icons/target';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { cx } from '../ui/cx.ts';
import { DatePicker } from '../ui/date-picker.tsx';
import { Form } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { call } from './api.ts';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';
import { useToday } from './today.ts';
import { goalsQuery, useRefreshPairing } from './pairing.ts';
import { shortName } from './short-name.ts';
import { ProblemBanner } from './problem.tsx';

type Member = Pick<Pairing['members'][number], 'personId' | 'displayName'>;

/** The goals an action can serve: those not yet settled, and in any case the one it serves. */
function useGoals(pairingId: string, chosenId: string | null) {
  const { data } = useQuery(goalsQuery(pairingId));
  return (data?.items ?? []).filter(
    ({ id, state }) => id === chosenId || state === 'open' || state === 'claimed',
  );
}

type ActionListProps = {
  label: string;
  pairingId: string;
  personId: string;
  actions: readonly Action[];
  /** Why nothing can be ticked; undefined when it can. */
  off: string | undefined;
  /** All of them serve one goal, which is named elsewhere. */
  isOfOneGoal?: boolean;
};

/** What the two agreed to do, each with a box to tick. A line stays where it is when it is ticked. */
export function ActionList({
  label,
  pairingId,
  personId,
  actions,
  off,
  isOfOneGoal = false,
}: ActionListProps) {
  const [order] = useState(() => new Map<string, number>());
  for (const { id } of actions) if (!order.has(id)) order.set(id, order.size);
  const stable = actions.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  return (
    <ul aria-label={label} className="flex flex-col gap-1">
      {stable.map((action) => (
        <ActionLine
          key={action.id}
          action={action}
          pairingId={pairingId}
          isMine={action.ownerId === personId}
          off={off}
          isOfOneGoal={isOfOneGoal}
        />
      ))}
    </ul>
  );
}

type ActionLineProps = {
  action: Action;
  pairingId: string;
  isMine: boolean;
  off: string | undefined;
  isOfOneGoal: boolean;
};

function ActionLine({ action, pairingId, isMine, off, isOfOneGoal }: ActionLineProps) {
  const t = useText();
  const { day } = useFormat();
  const today = useToday();
  const refresh = useRefreshPairing(pairingId);
  const tick = useMutation({
    mutationFn: (done: boolean) =>
      call(meetingRoutes.setActionDone, { params: { actionId: action.id }, body: { done } }),
    onSettled: refresh,
  });
  const choose = useMutation({
    mutationFn: (goalId: string | null) =>
      call(meetingRoutes.setActionGoal, { params: { actionId: action.id }, body: { goalId } }),
    onSettled: refresh,
  });
  const goalId = choose.isPending ? choose.variables : action.goalId;
  const goals = useGoals(pairingId, goalId);
  const goal = isOfOneGoal ? undefined : goals.find(({ id }) => id === goalId);
  const isDone = tick.isPending ? tick.variables : action.doneAt !== null;
  const isLate = !isDone && action.dueOn !== null && action.dueOn < today;
  return (
    <li className="flex items-start gap-1">
      <Checkbox
        className="min-w-0 flex-1"
        isSelected={isDone}
        isDisabled={off !== undefined}
        onChange={(done) => tick.mutate(done)}
        description={
          <>
            {isMine ? t('pairings.you') : shortName(action.ownerName)}
            {action.dueOn && (
              <span className={cx(isLate && 'font-medium text-warning')}>
                {' · '}
                {t(isLate ? 'pairings.action.late' : 'pairings.action.due', {
                  day: day(action.dueOn, 'short'),
                })}
              </span>
            )}
            {goal && (
              <span className="flex items-center gap-1">
                <Icon of={Target} />
                <span dir="auto" className="truncate">
                  {goal.title}
                </span>
              </span>
            )}
          </>
        }
      >
        <span dir="auto" className={cx(isDone && 'text-muted line-through')}>
          {action.title}
        </span>
      </Checkbox>
      {off === undefined && goals.length > 0 && (
        <Menu
          label={t('pairings.action.goal.choose', { title: action.title })}
          entries={[...goals.map(({ id, title }) => ({ id, title })), { id: null, title: '' }].map((one) => ({
            id: one.id ?? 'none',
            label: one.id === null ? t('pairings.action.goal.none') : one.title,
            ...(one.id === goalId && { icon: Check }),
            onAction: () => choose.mutate(one.id),
          }))}
        >
          <IconButton
            icon={Target}
            size="small"
            label={t('pairings.action.goal.choose', { title: action.title })}
          />
        </Menu>
      )}
    </li>
  );
}

type AddActionProps = {
  pairingId: string;
  personId: string;
  members: readonly Member[];
  meetingId: string | null;
  off: string | undefined;
};

/** A button that opens a small form; after adding it is ready for the next one. */
export function AddAction({ pairingId, personId, members, meetingId, off }: AddActionProps) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [ownerId, setOwner] = useState(personId);
  const [dueOn, setDue] = useState<string | null>(null);
  const [goalId, setGoal] = useState<string | null>(null);
  const goals = useGoals(pairingId, null);
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const key = useRef(crypto.randomUUID());
  const refresh = useRefreshPairing(pairingId);
  const add = useMutation({
    mutationFn: () =>
      call(
        meetingRoutes.addAction,
        { params: { pairingId }, body: { title: title.trim(), ownerId, dueOn, meetingId, goalId } },
        { key: key.current },
      ),
    onSuccess: () => {
      key.current = crypto.randomUUID();
      setTitle('');
      setDue(null);
      input.current?.focus();
      refresh();
    },
    meta: { showsProblem: true },
  });
  useEffect(() => {
    if (isOpen) input.current?.focus();
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (!isOpen)
    return (
      <Button
        ref={opener}
        size="small"
        variant="quiet"
        icon={Plus}
        disabledReason={off}
        onPress={() => setOpen(true)}
        className="-ms-2 self-start"
      >
        {t('pairings.action.add')}
      </Button>
    );
  return (
    <div className="rounded-lg border bg-surface p-3">
      <Form
        label={t('pairings.action.add')}
        onSubmit={() => (title.trim() === '' ? setMissing(true) : add.mutate())}
        failure={<ProblemBanner problem={add.error} />}
        actions={
          <>
            <Button onPress={close}>{t('common.close')}</Button>
            <Button type="submit" variant="primary" isLoading={add.isPending}>
              {t('pairings.action.add')}
            </Button>
          </>
        }
      >
        <TextField
          label={t('pairings.action.title')}
          value={title}
          onChange={setTitle}
          maxLength={300}
          inputRef={input}
          error={isMissing && title.trim() === '' ? t('problem.field.required') : undefined}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Select
            label={t('pairings.action.owner')}
            choices={members.map(({ personId: id, displayName }) => ({
              id,
              label: id === personId ? t('pairings.you') : displayName,
            }))}
            value={ownerId}
            onChange={setOwner}
          />
          <DatePicker label={t('pairings.action.dueOn')} isOptional value={dueOn} onChange={setDue} />
          {goals.length > 0 && (
            <Select
              label={t('pairings.action.goal')}
              className="sm:col-span-2"
              choices={[
                { id: 'none', label: t('pairings.action.goal.none') },
                ...goals.map(({ id, title: words }) => ({ id, label: words })),
              ]}
              value={goalId ?? 'none'}
              onChange={(id) => setGoal(id === 'none' ? null : id)}
            />
          )}
        </div>
      </Form>
    </div>
  );
}
