import type { Meeting } from '@ithaca/contracts/meetings';
import { MOST_POINTS } from '@ithaca/domain/meeting';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useRef, useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useUpdate, type Place } from '../meetings.queries.ts';

type Item = Meeting['agenda'][number];

// A point is known by its words, so each of these gives the same when it is made twice, and on the partner's agenda too.
export const added = (agenda: Item[], item: Item, index = agenda.length) =>
  agenda.some(({ text }) => text === item.text) ? agenda : agenda.toSpliced(index, 0, item);
const ticked = (agenda: Item[], text: string, done: boolean) =>
  agenda.map((item) => (item.text === text ? { ...item, done } : item));
export const removed = (agenda: Item[], text: string) => agenda.filter((item) => item.text !== text);

type AgendaProps = { place: Place; meeting: Meeting; off: string | undefined };

/** What the two talk about: points to add before and to tick during the meeting. */
export function Agenda({ place, meeting, off }: AgendaProps) {
  const t = useText();
  const update = useUpdate(place);
  const [words, setWords] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const change = (how: (agenda: Item[]) => Item[]) => update.mutate((now) => ({ agenda: how(now.agenda) }));
  const isFull = meeting.agenda.length >= MOST_POINTS;
  const add = () => {
    const text = words.trim();
    if (text === '') return;
    change((agenda) => added(agenda, { text, done: false }));
    setWords('');
    input.current?.focus();
  };
  const remove = (item: Item, index: number) => {
    change((agenda) => removed(agenda, item.text));
    showToast({
      title: t('meetings.agenda.removed'),
      onUndo: () => change((agenda) => added(agenda, item, index)),
    });
    input.current?.focus();
  };
  return (
    <Card title={t('meetings.agenda')}>
      <div className="flex flex-col gap-3">
        {meeting.agenda.length === 0 && <p className="text-muted">{t('meetings.agenda.empty')}</p>}
        <ul ref={list} aria-label={t('meetings.agenda')} className="flex flex-col">
          {meeting.agenda.map((item, index) => (
            <li key={item.text} className="group flex items-start gap-2 rounded-md py-0.5 hover:bg-hover">
              <Checkbox
                className="min-w-0 flex-1"
                isSelected={item.done}
                isDisabled={off !== undefined}
                onChange={(done) => change((agenda) => ticked(agenda, item.text, done))}
              >
                <span dir="auto" className={cx(item.done && 'text-muted line-through')}>
                  {item.text}
                </span>
              </Checkbox>
              {off === undefined && (
                <IconButton
                  size="small"
                  icon={X}
                  label={t('meetings.agenda.remove', { point: item.text })}
                  onPress={() => remove(item, index)}
                />
              )}
            </li>
          ))}
        </ul>
        {off === undefined && (
          <form
            className="flex items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              add();
            }}
          >
            <TextField
              className="flex-1"
              label={t('meetings.agenda.point')}
              isLabelHidden
              placeholder={t('meetings.agenda.point')}
              maxLength={300}
              value={words}
              onChange={setWords}
              inputRef={input}
            />
            <Button
              type="submit"
              icon={Plus}
              disabledReason={isFull ? t('meetings.agenda.full', { most: MOST_POINTS }) : undefined}
            >
              {t('common.add')}
            </Button>
          </form>
        )}
      </div>
    </Card>
  );
}
