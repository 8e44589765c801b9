import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { useProgramFrame } from '../../shell/cohort.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Section } from '../../ui/section.tsx';
import { ChatForm } from './chat.form.tsx';
import { chatChannelsQuery } from './chats.queries.ts';
import { MessageTabs } from './message-tabs.tsx';

/** Where does the morning's summary of what needs coordinators go? */
export default function SummariesPage() {
  const t = useText();
  const { program, canCoordinate, hrefOf } = useProgramFrame();
  const channels = useQuery(chatChannelsQuery(program.id));
  return (
    <Page title={`${t('mails.summaries')} · ${program.name}`} width="full">
      <Section title={t('mails.summaries')} description={t('mails.summaries.what')}>
        <MessageTabs current="summaries" />
        {!canCoordinate && <Banner tone="neutral">{t('cohort.readOnly')}</Banner>}
        <Card title={t('mails.summaries.mail')} description={t('mails.summaries.mail.what')} level={3}>
          <div className="flex flex-wrap gap-2 pt-2">
            <LinkButton href={hrefOf('messages').replace(/(\?|$)/, '/coordinator-digest$1')}>
              {t('mails.summaries.mail.words')}
            </LinkButton>
            <LinkButton href="/me/mails" variant="quiet">
              {t('mails.summaries.mail.mine')}
            </LinkButton>
          </div>
        </Card>
        <Loaded query={channels}>
          {({ items }) => (
            <div className="grid items-start gap-6 lg:grid-cols-2">
              {items.map((channel) => (
                <ChatForm
                  // A room that was set up or removed begins with what holds now.
                  key={`${channel.service} ${channel.state === 'none' ? 'none' : 'kept'}`}
                  programId={program.id}
                  channel={channel}
                  isReadOnly={!canCoordinate}
                />
              ))}
            </div>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}
