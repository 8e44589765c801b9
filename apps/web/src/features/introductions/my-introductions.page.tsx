import { useQuery } from '@tanstack/react-query';
import UsersRound from 'lucide-react/icons/users-round';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { IntroductionCard } from './introduction-card.tsx';
import { myIntroductionsQuery } from './introductions.queries.ts';

/** Who would like to know me? What I am asked as a colleague, and with whom I am in touch. */
export default function MyIntroductionsPage() {
  const t = useText();
  const mine = useQuery(myIntroductionsQuery);
  return (
    <Page title={t('introductions.mine')} width="reading">
      <PageHeader title={t('introductions.mine')} description={t('introductions.mine.what')} />
      <Loaded query={mine}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={UsersRound} title={t('introductions.mine.none')}>
              {t('introductions.mine.none.why')}
            </EmptyState>
          ) : (
            <ul className="flex flex-col gap-4">
              {items.map((one) => (
                <li key={one.id}>
                  <IntroductionCard introduction={one} level={2} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
