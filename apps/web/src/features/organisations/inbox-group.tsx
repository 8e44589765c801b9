import type { InboxItem } from '@ithaca/contracts/organisations';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import Ellipsis from 'lucide-react/icons/ellipsis';
import MailOpen from 'lucide-react/icons/mail-open';
import Mail from 'lucide-react/icons/mail';
import Undo from 'lucide-react/icons/undo-2';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Card } from '../../ui/card.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Link } from '../../ui/link.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useMarkRead, useSnooze, type Until } from './inbox.queries.ts';
import { SnoozeDialog } from './snooze.form.tsx';

/** What has come about one pairing, or one program, newest first; or what of it is put off. */
export function InboxGroup({ items, isAway }: { items: readonly InboxItem[]; isAway: boolean }) {
  const t = useText();
  const { list } = useFormat();
  const group = items[0]?.group;
  const names = list(group?.partnerNames ?? []);
  const title = names || group?.programName || t('inbox.group.other');
  return (
    <section aria-label={title}>
      <h2 className="mb-2 flex flex-wrap items-baseline gap-x-2 px-1 text-body font-semibold">
        {group?.pairingId && names ? (
          <Link variant="quiet" href={`/pairings/${group.pairingId}`}>
            {title}
          </Link>
        ) : (
          title
        )}
        {names && group?.programName && (
          <span className="text-dense font-normal text-muted">{group.programName}</span>
        )}
      </h2>
      <Card isFlush>
        <ul className="divide-y">
          {items.map((item) => (
            <InboxLine key={item.id} item={item} isAway={isAway} />
          ))}
        </ul>
      </Card>
    </section>
  );
}

function InboxLine({ item, isAway }: { item: InboxItem; isAway: boolean }) {
  const t = useText();
  const { relative, instant } = useFormat();
  const [isChoosing, setChoosing] = useState(false);
  const read = useMarkRead();
  const snooze = useSnooze();
  const isUnread = item.readAt === null;
  const ids = [item.id];
  const putOff = (until: Until) =>
    snooze.mutate(
      { ids, until },
      {
        onSuccess: () => {
          if (until === null) return;
          showToast({
            title: t('inbox.snooze.done'),
            onUndo: () => {
              snooze.mutate({ ids, until: null });
              if (!isUnread) read.mutate({ ids });
            },
          });
        },
      },
    );
  const marking: MenuEntry = isUnread
    ? { id: 'read', label: t('inbox.markRead'), icon: MailOpen, onAction: () => read.mutate({ ids }) }
    : {
        id: 'unread',
        label: t('inbox.markUnread'),
        icon: Mail,
        onAction: () => read.mutate({ ids, isRead: false }),
      };
  const putting: MenuEntry[] = [
    ...(['tomorrow', 'next-week'] as const).map((until) => ({
      id: until,
      label: t(`inbox.snooze.${until}`),
      icon: CalendarClock,
      onAction: () => putOff(until),
    })),
    { id: 'day', label: t('inbox.snooze.day'), icon: CalendarClock, onAction: () => setChoosing(true) },
  ];
  const back: MenuEntry = {
    id: 'back',
    label: t('inbox.snooze.back'),
    icon: Undo,
    onAction: () => putOff(null),
  };
  return (
    <li className="flex items-center gap-1 pe-2 hover:bg-hover">
      <Link
        variant="plain"
        href={item.path}
        onPress={() => isUnread && !isAway && read.mutate({ ids })}
        className="flex min-w-0 flex-1 items-baseline gap-3 py-3 ps-4"
      >
        <span
          aria-hidden
          className={cx('size-2 shrink-0 self-center rounded-full', isUnread && !isAway && 'bg-accent')}
        />
        <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
          <span className={cx('min-w-0 flex-[1_1_12rem]', isUnread && !isAway && 'font-semibold')}>
            {isUnread && !isAway && <span className="sr-only">{t('inbox.unread')}: </span>}
            {item.subject}
          </span>
          <time dateTime={item.at} className="min-w-0 text-dense text-muted">
            {isAway ? t('inbox.snooze.until', { when: instant(item.at) }) : relative(item.at)}
          </time>
        </span>
      </Link>
      <Menu
        label={t('inbox.actions', { subject: item.subject })}
        groups={
          isAway
            ? [{ id: 'away', entries: [back, ...putting] }]
            : [
                { id: 'marking', entries: [marking] },
                { id: 'putting', label: t('inbox.snooze'), entries: putting },
              ]
        }
      >
        <IconButton size="small" icon={Ellipsis} label={t('inbox.actions', { subject: item.subject })} />
      </Menu>
      <SnoozeDialog
        isOpen={isChoosing}
        onClose={() => setChoosing(false)}
        onChoose={(day) => {
          setChoosing(false);
          putOff({ day });
        }}
      />
    </li>
  );
}
