import { useQuery } from '@tanstack/react-query';
import type { MailChoice, QuietHours } from '@ithaca/domain/delivery';
import { can, type Actor } from '@ithaca/domain/permissions';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { MailBody } from '../../../lib/mail-body.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Select } from '../../../ui/select.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TimeField } from '../../../ui/time-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import {
  digestQuery,
  mailChoicesQuery,
  useChooseMail,
  useSendDigestTest,
  useSetQuietHours,
} from '../people.queries.ts';

const kinds = [
  'message-received',
  'partner-news',
  'nudges',
  'check-in-asked',
  'survey-asked',
  'meeting-planned',
  'meeting-moved',
  'calendar-entry',
  'enrolment-unfinished',
  'coordinator-digest',
  'report-scheduled',
] as const;
type Kind = (typeof kinds)[number];

/** What only some are ever sent is no choice for the others. */
function concerns(kind: Kind, actor: Actor): boolean {
  if (kind === 'coordinator-digest') return actor.grants.some(({ role }) => role === 'coordinator');
  return kind !== 'report-scheduled' || can(actor, 'report.list');
}

const usual: QuietHours = { from: '20:00', to: '08:00' };
const isClock = (value: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value);

function QuietHoursCard({ quietHours }: { quietHours: QuietHours | null }) {
  const t = useText();
  const save = useSetQuietHours();
  const set = (part: Partial<QuietHours>) => {
    const next = { ...usual, ...quietHours, ...part };
    if (isClock(next.from) && isClock(next.to)) save.mutate(next);
  };
  return (
    <Card title={t('acts.quiet')} description={t('acts.quiet.what')}>
      <div className="flex flex-col gap-4 pt-2">
        <Switch isSelected={quietHours !== null} onChange={(isOn) => save.mutate(isOn ? usual : null)}>
          {t('acts.quiet.on')}
        </Switch>
        {quietHours && (
          <div className="grid max-w-80 grid-cols-2 gap-4">
            <TimeField
              label={t('acts.quiet.from')}
              value={quietHours.from}
              onChange={(from) => set({ from })}
            />
            <TimeField label={t('acts.quiet.to')} value={quietHours.to} onChange={(to) => set({ to })} />
          </div>
        )}
      </div>
    </Card>
  );
}

/** One group of mails: how it reaches me. The choice holds at once. */
function ChoiceLine({ kind, choice, choices }: { kind: Kind; choice: MailChoice; choices: MailChoice[] }) {
  const t = useText();
  const choose = useChooseMail();
  // A mail that is itself a summary comes or does not.
  const wordOf = (one: MailChoice) =>
    t(kind === 'coordinator-digest' && one === 'at-once' ? 'acts.choice.on' : `acts.choice.${one}`);
  return (
    <li className="grid items-center gap-x-6 gap-y-1 py-3 sm:grid-cols-[1fr_13rem]">
      <span aria-hidden className="text-body">
        {t(`acts.kind.${kind}`)}
      </span>
      <Select
        label={t(`acts.kind.${kind}`)}
        isLabelHidden
        choices={choices.map((id) => ({ id, label: wordOf(id) }))}
        value={choice}
        onChange={(next) => choose.mutate({ kind, choice: next })}
      />
    </li>
  );
}

/** The mail of the day: when it comes, what waits for it, how it looks. */
function DigestCard() {
  const t = useText();
  const digest = useQuery(digestQuery);
  const test = useSendDigestTest();
  const [isOpen, setOpen] = useState(false);
  const sendTest = () =>
    test.mutate(undefined, {
      onSuccess: ({ to }) =>
        showToast({ tone: 'success', title: t('acts.digest.test.sent', { address: to }) }),
    });
  return (
    <Card title={t('acts.digest')} description={t('acts.digest.what')}>
      <Loaded query={digest} skeleton={<Skeleton className="h-9 w-full" />}>
        {({ waiting, subject, text, html }) => (
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pt-2">
            <p>{t('acts.digest.waiting', { count: waiting })}</p>
            <div className="flex flex-wrap gap-2">
              <Button onPress={() => setOpen(true)}>{t('acts.digest.preview')}</Button>
              <Button isLoading={test.isPending} onPress={sendTest}>
                {t('acts.digest.test')}
              </Button>
            </div>
            <Dialog
              isOpen={isOpen}
              onClose={() => setOpen(false)}
              title={t('acts.digest.preview.title')}
              {...(waiting === 0 && { description: t('acts.digest.example') })}
              size="large"
            >
              <p dir="auto" className="text-lead font-semibold">
                {subject}
              </p>
              <MailBody mail={{ subject, bodyHtml: html, bodyText: text }} hasLinks={false} />
            </Dialog>
          </div>
        )}
      </Loaded>
    </Card>
  );
}

/** How am I contacted? Each choice holds at once. */
export default function MailsPage() {
  const t = useText();
  const { actor } = useSession();
  const choices = useQuery(mailChoicesQuery);
  return (
    <Loaded query={choices}>
      {({ items, quietHours }) => (
        <div className="flex flex-col gap-6">
          <Card title={t('acts.choices')} description={t('acts.choices.what')}>
            <ul className="divide-y">
              {kinds.map((kind) => {
                const found = items.find((one) => one.kind === kind);
                if (!found || !concerns(kind, actor)) return null;
                return <ChoiceLine key={kind} kind={kind} choice={found.choice} choices={found.choices} />;
              })}
            </ul>
            <p className="border-t pt-3 text-dense text-muted">{t('acts.choices.needed')}</p>
          </Card>
          {items.some(({ choice }) => choice === 'digest') && <DigestCard />}
          <QuietHoursCard quietHours={quietHours} />
        </div>
      )}
    </Loaded>
  );
}
