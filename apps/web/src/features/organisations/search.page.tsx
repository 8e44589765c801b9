import type { Found } from '@ithaca/contracts/search';
import { useQuery } from '@tanstack/react-query';
import Handshake from 'lucide-react/icons/handshake';
import Search from 'lucide-react/icons/search';
import Sprout from 'lucide-react/icons/sprout';
import UserRound from 'lucide-react/icons/user-round';
import type { LucideIcon } from 'lucide-react/types';
import { useDeferredValue } from 'react';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Section } from '../../ui/section.tsx';
import { searchQuery } from './health.queries.ts';

/** Where is it? */
export default function SearchPage() {
  const t = useText();
  const [{ q }, set] = useUrlState({ q: '' });
  const words = useDeferredValue(q.trim());
  const found = useQuery(searchQuery(words));
  return (
    <Page title={t('admin.search')} width="reading">
      <PageHeader title={t('admin.search')} />
      <SearchField label={t('admin.search.label')} value={q} onChange={(next) => set({ q: next })} />
      <div className="mt-6" aria-live="polite">
        {words.length < 2 ? (
          <EmptyState icon={Search} title={t('admin.search.start')}>
            {t('admin.search.start.why')}
          </EmptyState>
        ) : (
          <Loaded query={found}>{(hits) => <Hits found={hits} />}</Loaded>
        )}
      </div>
    </Page>
  );
}

function Hits({ found }: { found: Found }) {
  const t = useText();
  if (found.people.length + found.programs.length + found.pairings.length === 0)
    return (
      <EmptyState icon={Search} title={t('admin.search.none')}>
        {t('admin.search.none.why')}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-8">
      <Group title={t('shell.find.people')} icon={UserRound} hits={found.people} />
      <Group title={t('shell.find.programs')} icon={Sprout} hits={found.programs} />
      <Group title={t('shell.find.pairings')} icon={Handshake} hits={found.pairings} />
    </div>
  );
}

function Group({ title, icon, hits }: { title: string; icon: LucideIcon; hits: Found['people'] }) {
  if (hits.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="flex flex-col divide-y divide-divider">
        {hits.map(({ id, label, hint, path }) => (
          <li key={id} className="flex items-center gap-3 py-2.5">
            <span className="text-muted">
              <Icon of={icon} size={20} />
            </span>
            <span className="flex min-w-0 flex-col">
              <Link href={path}>
                <bdi>{label}</bdi>
              </Link>
              {hint && (
                <span className="text-dense text-muted">
                  <bdi>{hint}</bdi>
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
