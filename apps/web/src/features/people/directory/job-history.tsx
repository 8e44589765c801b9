import { jobSpellRoutes, type JobSpellItem } from '@ithaca/contracts/job-spells';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useToday } from '../../../lib/today.ts';
import { useSession } from '../../../shell/session.tsx';
import { Status } from '../../../ui/status.tsx';

export const jobsQuery = (personId: string) =>
  queryOptions({
    queryKey: ['people', 'jobs', personId],
    queryFn: ({ signal }) => call(jobSpellRoutes.list, { params: { personId } }, { signal }),
  });

const wordsOf = ({ jobTitle, department, site }: Pick<JobSpellItem, 'jobTitle' | 'department' | 'site'>) =>
  [jobTitle, department, site].filter(Boolean).join(' · ');

/** Which jobs has this person had, and what did the directory once say? Nothing where the reader may not know. */
export function JobHistory({ personId }: { personId: string }) {
  const t = useText();
  const { day, number } = useFormat();
  const today = useToday(useSession().organisation.timeZone);
  const jobs = useQuery(jobsQuery(personId)).data;
  if (!jobs || jobs.items.length === 0) return null;
  const when = ({ startsOn, endsOn }: JobSpellItem) => {
    if (startsOn > today) return t('directory.history.planned', { from: day(startsOn) });
    if (endsOn === null) return t('directory.history.since', { from: day(startsOn) });
    return t('directory.history.until', { from: day(startsOn), to: day(endsOn) });
  };
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-body font-semibold">{t('directory.history')}</h3>
      <ol className="flex flex-col gap-3 border-s border-divider ps-4">
        {jobs.items.map((spell) => (
          <li key={spell.id} className="flex flex-col">
            <span className="flex flex-wrap items-center gap-2 text-dense font-medium">
              <bdi>{wordsOf(spell) || '–'}</bdi>
              {spell.startsOn > today && <Status tone="info">{t('directory.history.plannedMark')}</Status>}
            </span>
            <span className="text-caption text-muted">{when(spell)}</span>
            {spell.managerName && (
              <span className="text-caption text-muted">
                {t('directory.manager')}: <bdi>{spell.managerName}</bdi>
              </span>
            )}
          </li>
        ))}
      </ol>
      {jobs.corrections.length > 0 && (
        <details className="text-caption text-muted">
          <summary className="cursor-pointer py-1">
            {t('directory.history.corrected', {
              count: jobs.corrections.length,
              shown: number(jobs.corrections.length),
            })}
          </summary>
          <ul className="flex flex-col gap-1 ps-4">
            {jobs.corrections.map((spell) => (
              <li key={spell.id}>
                {t('directory.history.knownUntil', {
                  day: day(spell.supersededAt),
                  what: wordsOf(spell) || '–',
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
