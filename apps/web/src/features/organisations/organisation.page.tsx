import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ChangeOrganisationForm } from './change-organisation.form.tsx';
import { ReviewersForm } from './reviewers.form.tsx';
import { organisationQuery } from './organisations.queries.ts';

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
