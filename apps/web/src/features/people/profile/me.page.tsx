import { Outlet } from '@tanstack/react-router';
import { usePathname } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Page } from '../../../lib/page.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { TabLinks } from '../../../ui/tab-links.tsx';

/** What do others see of me, how do I sign in, how does it look? Each tab is a page below this one. */
export default function MePage() {
  const t = useText();
  const { actor } = useSession();
  const current = usePathname();
  return (
    <Page title={t('shell.me')} width="reading">
      <PageHeader
        title={t('shell.me')}
        description={<Link href={`/people/${actor.personId}`}>{t('people.seeAsOthers')}</Link>}
      />
      <TabLinks
        label={t('shell.me')}
        current={current}
        links={[
          { href: '/me', label: t('people.tab.profile') },
          { href: '/me/sign-in', label: t('people.tab.signIn') },
          { href: '/me/mails', label: t('people.tab.mails') },
          { href: '/me/calendar', label: t('people.tab.calendar') },
          { href: '/me/privacy', label: t('declarations.tab') },
          { href: '/me/display', label: t('people.tab.display') },
        ]}
      />
      <Outlet />
    </Page>
  );
}
