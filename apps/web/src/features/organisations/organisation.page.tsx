import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ChangeOrganisationForm } from './change-organisation.form.tsx';
import { organisationQuery } from './organisations.queries.ts';

/** Below the form; its code comes while that is looked at. */
const ReviewersForm = lazyLayer(
  async () => (await import('./reviewers.form.tsx')).ReviewersForm,
  () => <Skeleton className="h-40 w-full rounded-lg" />,
);

/** Does it look and speak like us? */
export default function OrganisationPage() {
  const t = useText();
  const organisation = useQuery(organisationQuery);
  return (
    <Page title={t('organisations.title')} width="reading">
      <PageHeader title={t('organisations.title')} description={t('organisations.what')} />
      <Loaded query={organisation}>
        {(data) => <ChangeOrganisationForm key={data.version} organisation={data} />}
      </Loaded>
      <ReviewersForm />
    </Page>
  );
}
