import { useQuery } from '@tanstack/react-query';
import { mailAreas } from '@ithaca/contracts/program-mails';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { useProgramFrame } from '../../shell/cohort.ts';
import { Banner } from '../../ui/banner.tsx';
import { Section } from '../../ui/section.tsx';
import { isMissing, MailArea } from './mail-area.tsx';
import { programMailsQuery } from './mails.queries.ts';
import { MessageTabs } from './message-tabs.tsx';

/** Who gets what, when, and in whose words? By what it is about; on a phone one part at a time. */
export default function MessagesPage() {
  const t = useText();
  const { locale } = useLocale();
  const { program, hrefOf } = useProgramFrame();
  const mails = useQuery(programMailsQuery(program.id, locale));
  const missing = mails.data?.items.filter(isMissing) ?? [];
  return (
    <Page title={`${t('mails.schedule')} · ${program.name}`} width="full">
      <Section title={t('mails.schedule')} description={t('mails.schedule.what')}>
        <MessageTabs current="schedule" />
        {missing.length > 0 && (
          <Banner tone="warning">{t('mails.missing', { count: missing.length })}</Banner>
        )}
        <Loaded query={mails}>
          {({ items, remindersPerWeek }) => (
            <>
              <div className="flex flex-col gap-3">
                {mailAreas.map((area) => (
                  <MailArea
                    key={area}
                    area={area}
                    mails={items.filter((one) => one.area === area)}
                    hrefOf={(kind) => hrefOf('messages').replace(/(\?|$)/, `/${kind}$1`)}
                  />
                ))}
              </div>
              <p className="max-w-prose text-dense text-muted">
                {t('mails.manners', { count: remindersPerWeek })}
              </p>
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}
