import { useQuery } from '@tanstack/react-query';
import type { QuietHours } from '@ithaca/domain/delivery';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { Card } from '../../ui/card.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TimeField } from '../../ui/time-field.tsx';
import { mailChoicesQuery, useChooseMail, useSetQuietHours } from './people.queries.ts';

const kinds = [
  'message-received',
  'nudges',
  'check-in-asked',
  'survey-asked',
  'meeting-planned',
  'meeting-moved',
  'enrolment-unfinished',
] as const;

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

/** How am I contacted? Each choice holds at once. */
export default function MailsPage() {
  const t = useText();
  const choices = useQuery(mailChoicesQuery);
  const choose = useChooseMail();
  return (
    <Loaded query={choices}>
      {({ items, quietHours }) => (
        <div className="flex flex-col gap-6">
          <Card title={t('acts.choices')} description={t('acts.choices.what')}>
            <div className="flex flex-col gap-4 pt-2">
              {kinds.map((kind) => (
                <Switch
                  key={kind}
                  isSelected={!items.some((one) => one.kind === kind && one.stopped)}
                  onChange={(wanted) => choose.mutate({ kind, stopped: !wanted })}
                >
                  {t(`acts.kind.${kind}`)}
                </Switch>
              ))}
              <p className="text-dense text-muted">{t('acts.choices.needed')}</p>
            </div>
          </Card>
          <QuietHoursCard quietHours={quietHours} />
        </div>
      )}
    </Loaded>
  );
}
