import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { Card } from '../../ui/card.tsx';
import { Switch } from '../../ui/switch.tsx';
import { mailChoicesQuery, useChooseMail } from './people.queries.ts';

const kinds = [
  'message-received',
  'check-in-asked',
  'meeting-planned',
  'meeting-moved',
  'enrolment-unfinished',
] as const;

/** How am I contacted? Each choice holds at once. */
export default function MailsPage() {
  const t = useText();
  const choices = useQuery(mailChoicesQuery);
  const choose = useChooseMail();
  return (
    <Card title={t('acts.choices')} description={t('acts.choices.what')}>
      <Loaded query={choices}>
        {({ items }) => (
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
        )}
      </Loaded>
    </Card>
  );
}
