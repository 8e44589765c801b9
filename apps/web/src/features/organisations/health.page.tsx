import type { OrganisationHealth } from '@ithaca/contracts/health';
import { useQuery } from '@tanstack/react-query';
import CircleCheck from 'lucide-react/icons/circle-check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { Card } from '../../ui/card.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { healthQuery } from './health.queries.ts';

/** Is the platform healthy and used? */
export default function HealthPage() {
  const t = useText();
  const health = useQuery(healthQuery);
  return (
    <Page title={t('admin.title')} width="work">
      <PageHeader title={t('admin.title')} description={t('admin.what')} />
      <Loaded query={health}>{(data) => <Health health={data} />}</Loaded>
    </Page>
  );
}

function Health({ health }: { health: OrganisationHealth }) {
  const t = useText();
  const { number, instant, relative } = useFormat();
  const { programs, people, mails, jobs, lastImport, warnings } = health;
  const facts = (list: readonly (readonly [string, number])[]) => (
    <DescriptionList facts={list.map(([term, value]) => ({ term, value: number(value) }))} />
  );
  return (
    <div className="flex flex-col gap-4">
      <Card title={t('admin.warnings')}>
        {warnings.length === 0 ? (
          <p className="flex items-center gap-2 text-body">
            <Icon of={CircleCheck} size={20} />
            {t('admin.well')}
          </p>
        ) : (
          <ul className="flex flex-col divide-y divide-divider">
            {warnings.map(({ code, count, path }) => (
              <li key={code} className="flex items-center gap-3 py-2.5 text-body">
                <span className="text-warning">
                  <Icon of={TriangleAlert} size={20} />
                </span>
                <Link href={path}>{t(`admin.warning.${code}`, { count, shown: number(count) })}</Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <div className="grid gap-4 sm:grid-cols-2">
        <Card title={t('admin.programs')}>
          {facts([
            [t('admin.programs.open'), programs.open],
            [t('admin.programs.enrolling'), programs.enrollingCohorts],
            [t('admin.programs.running'), programs.runningCohorts],
            [t('admin.programs.pairings'), programs.openPairings],
          ])}
        </Card>
        <Card title={t('admin.people')}>
          {facts([
            [t('admin.people.employed'), people.employed],
            [t('admin.people.access'), people.withAccess],
            [t('admin.people.active'), people.activeLast30Days],
            [t('admin.people.planned'), people.planned],
          ])}
          {lastImport && (
            <p className="mt-3 text-dense text-muted">
              {t('admin.import', { file: lastImport.fileName, when: relative(lastImport.at) })}
            </p>
          )}
        </Card>
        <Card title={t('admin.mails')}>
          {facts([
            [t('admin.mails.sent'), mails.sentLast7Days],
            [t('admin.mails.kept'), mails.keptLast7Days],
            [t('admin.mails.waiting'), mails.waiting],
            [t('admin.mails.failed'), mails.failedLast7Days],
          ])}
          {mails.lastProblem && (
            <p className="mt-3 text-dense text-muted">
              {t('admin.mails.problem', { problem: mails.lastProblem })}
            </p>
          )}
        </Card>
        <Card title={t('admin.jobs')}>
          {facts([
            [t('admin.jobs.done'), jobs.doneLastDay],
            [t('admin.jobs.waiting'), jobs.waiting],
            [t('admin.jobs.failed'), jobs.failed],
          ])}
          {jobs.oldestWaitingAt && (
            <p className="mt-3 text-dense text-muted">{instant(jobs.oldestWaitingAt)}</p>
          )}
        </Card>
      </div>
    </div>
  );
}
