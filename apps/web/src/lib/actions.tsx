import { meetingRoutes, type Action } from '@ithaca/contracts/meetings';
import type { Pairing } from '@ithaca/contracts/pairings';
import { useMutation } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { cx } from '../ui/cx.ts';
import { DatePicker } from '../ui/date-picker.tsx';
import { Form } from '../ui/form.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { call } from './api.ts';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';
import { useNow } from './now.ts';
import { useRefreshPairing } from './pairing.ts';
import { shortName } from './short-name.ts';
import { ProblemBanner } from './problem.tsx';

type Member = Pick<Pairing['members'][number], 'personId' | 'displayName'>;

type ActionListProps = {
  label: string;
  pairingId: string;
  personId: string;
  actions: readonly Action[];
  /** Why nothing can be ticked; undefined when it can. */
  off: string | undefined;
};

/** What the two agreed to do, each with a box to tick. A line stays where it is when it is ticked. */
export function ActionList({ label, pairingId, personId, actions, off }: ActionListProps) {
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
        />
      ))}
    </ul>
  );
}

type ActionLineProps = { action: Action; pairingId: string; isMine: boolean; off: string | undefined };

function ActionLine({ action, pairingId, isMine, off }: ActionLineProps) {
  const t = useText();
  const { day } = useFormat();
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const refresh = useRefreshPairing(pairingId);
  const tick = useMutation({
    mutationFn: (done: boolean) =>
      call(meetingRoutes.setActionDone, { params: { actionId: action.id }, body: { done } }),
    onSettled: refresh,
  });
  const isDone = tick.isPending ? tick.variables : action.doneAt !== null;
  const isLate = !isDone && action.dueOn !== null && action.dueOn < today;
  return (
    <li>
      <Checkbox
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
          </>
        }
      >
        <span dir="auto" className={cx(isDone && 'text-muted line-through')}>
          {action.title}
        </span>
      </Checkbox>
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
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const key = useRef(crypto.randomUUID());
  const refresh = useRefreshPairing(pairingId);
  const add = useMutation({
    mutationFn: () =>
      call(
        meetingRoutes.addAction,
        { params: { pairingId }, body: { title: title.trim(), ownerId, dueOn, meetingId } },
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
        </div>
      </Form>
    </div>
  );
}
