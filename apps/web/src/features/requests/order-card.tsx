import type { Choices } from '@ithaca/contracts/mentor-requests';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useChoose } from './requests.queries.ts';

export type Chosen = { enrolmentId: string; displayName: string };

type OrderCardProps = {
  enrolmentId: string;
  choices: Choices;
  order: readonly Chosen[];
  onOrder: (order: readonly Chosen[]) => void;
};

/** My order: one mentor is asked at a time, the next when that comes to nothing. */
export function OrderCard({ enrolmentId, choices, order, onOrder }: OrderCardProps) {
  const t = useText();
  const { number, day, relative, list: listed } = useFormat();
  const [note, setNote] = useState(choices.note);
  const choose = useChoose(enrolmentId);
  const list = useKeptFocus<HTMLOListElement>(order);
  const open = choices.items.filter(({ state }) => state === 'asked' || state === 'waiting');
  const over = choices.items.filter(({ state }) => state === 'no-place');
  const isSaved =
    open.map((one) => one.enrolmentId).join() === order.map((one) => one.enrolmentId).join() &&
    note === choices.note;
  const move = (index: number, by: -1 | 1) => {
    const next = [...order];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    onOrder(next);
  };
  const save = () =>
    choose.mutate(
      { mentors: order.map((one) => one.enrolmentId), note },
      {
        onSuccess: ({ closedBecause }) =>
          showToast({
            // They had asked me already.
            title: closedBecause === 'paired' ? t('requests.met') : t('requests.saved'),
          }),
      },
    );
  return (
    <Card title={t('requests.order')} description={t('requests.order.what', { days: choices.answerDays })}>
      <div className="flex flex-col gap-4">
        {order.length === 0 ? (
          <p className="text-muted">{t('requests.order.empty')}</p>
        ) : (
          <ol
            ref={list}
            tabIndex={-1}
            aria-label={t('requests.order')}
            className="divide-y rounded-lg border"
          >
            {order.map(({ enrolmentId: id, displayName }, index) => {
              const asked = open.find((one) => one.enrolmentId === id && one.state === 'asked');
              return (
                <li key={id} className="flex items-center gap-2 py-1.5 ps-3 pe-1.5">
                  <span className="w-4 text-muted tabular-nums">{number(index + 1)}</span>
                  <span className="min-w-0 flex-1">
                    <bdi className="block truncate">{displayName}</bdi>
                    {asked?.dueAt && (
                      <span className="block text-dense text-pretty text-info">
                        {t('requests.asked', {
                          since: asked.askedAt ? relative(asked.askedAt) : '',
                          day: day(asked.dueAt, 'short'),
                        })}
                      </span>
                    )}
                  </span>
                  <IconButton
                    icon={ArrowUp}
                    size="small"
                    label={t('requests.up', { name: displayName })}
                    isDisabled={index === 0}
                    onPress={() => move(index, -1)}
                  />
                  <IconButton
                    icon={ArrowDown}
                    size="small"
                    label={t('requests.down', { name: displayName })}
                    isDisabled={index === order.length - 1}
                    onPress={() => move(index, 1)}
                  />
                  <IconButton
                    icon={X}
                    size="small"
                    label={t('requests.remove', { name: displayName })}
                    onPress={() => onOrder(order.filter((one) => one.enrolmentId !== id))}
                  />
                </li>
              );
            })}
          </ol>
        )}
        <TextArea
          label={t('requests.note')}
          isOptional
          rows={3}
          maxLength={600}
          value={note}
          onChange={setNote}
          seenBy={t('requests.note.seenBy')}
        />
        <ProblemBanner problem={choose.error} />
        <Button
          variant="primary"
          onPress={save}
          isLoading={choose.isPending}
          disabledReason={isSaved ? t('requests.nothingNew') : undefined}
        >
          {t(open.length === 0 ? 'requests.send' : 'requests.save')}
        </Button>
        {over.length > 0 && (
          <p className="text-dense text-muted">
            {t('requests.noPlace', { names: listed(over.map(({ displayName }) => displayName)) })}
          </p>
        )}
      </div>
    </Card>
  );
}
