import type { EnrolmentForm, OpenCohort } from '@ithaca/contracts/programs';
import { editableStates } from '@ithaca/domain/enrolment';
import { sides, unequalSides, type Side } from '@ithaca/domain/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { minutesToFill } from '../../../lib/fill-time.ts';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useSession } from '../../../shell/session.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { EnrolForm } from './enrol.form.tsx';
import { myEnrolmentQuery, openCohortQuery } from '../enrolments.queries.ts';

const SentPanel = lazyLayer(
  async () => (await import('./sent-panel.tsx')).SentPanel,
  () => <Skeleton className="h-40 w-full rounded-lg" />,
);

type Shown = OpenCohort & { form: EnrolmentForm };

function MyAnswers({ cohort, role }: { cohort: Shown; role: Side }) {
  const t = useText();
  const { number } = useFormat();
  const { person } = useSession();
  const query = useQuery(myEnrolmentQuery(cohort.id, role));
  const [isNew, setNew] = useState(false);
  const minutes = minutesToFill(cohort.form.questions, role);
  return (
    <Loaded query={query}>
      {(enrolment) => (
        <>
          {enrolment.state === 'draft' ? (
            <div className="flex flex-col gap-1 text-dense text-muted">
              <p>{t('enrolments.takes', { count: minutes, shown: number(minutes) })}</p>
              <p>
                {t('enrolments.known', {
                  name: person.displayName,
                  zone: person.timeZone.replaceAll('_', ' '),
                })}{' '}
                <Link href="/me">{t('enrolments.known.change')}</Link>
              </p>
            </div>
          ) : (
            <SentPanel cohort={cohort} enrolment={enrolment} isNew={isNew} />
          )}
          {enrolment.state !== 'draft' && editableStates.includes(enrolment.state) && (
            <p className="-mb-4 font-semibold">{t('enrolments.answers')}</p>
          )}
          {/* A draft that was sent is shown anew: closed, and with what comes next. */}
          <EnrolForm
            key={`${enrolment.id} ${enrolment.state === 'draft'}`}
            cohort={cohort}
            enrolment={enrolment}
            onSent={() => setNew(true)}
          />
        </>
      )}
    </Loaded>
  );
}

/** What do you need from me? */
export default function EnrolPage({ cohortId }: { cohortId: string }) {
  const t = useText();
  const query = useQuery(openCohortQuery(cohortId));
  const [{ role: asked }, setRole] = useUrlState({ role: '' });
  const only = query.data?.format === 'peer' ? ('peer' as const) : undefined;
  const role = only ?? sides.find((side) => side === asked);
  const title = t(role ? `enrolments.as.${role}` : 'enrolments.which');
  return (
    <Page title={title} width="reading">
      <Loaded query={query} level="page">
        {(cohort) => (
          <>
            <PageHeader
              crumbs={[
                { label: t('shell.programs'), href: '/programs' },
                { label: cohort.programName, href: `/programs/${cohortId}` },
              ]}
              title={title}
              description={`${cohort.programName} · ${cohort.name}`}
            />
            {role ? (
              <MyAnswers key={role} cohort={cohort} role={role} />
            ) : (
              <RadioGroup
                label={t('enrolments.which.what')}
                layout="cards"
                choices={unequalSides.toReversed().map((id) => ({
                  id,
                  label: t(`enrolments.as.${id}`),
                  description: t(`enrolments.as.${id}.what`),
                }))}
                value={null}
                onChange={(chosen) => setRole({ role: chosen })}
              />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
