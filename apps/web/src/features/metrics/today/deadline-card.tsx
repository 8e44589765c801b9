import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { dayIn } from '../../../lib/today.ts';
import { useSession } from '../../../shell/session.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { Link } from '../../../ui/link.tsx';
import type { Deadline } from './today-words.ts';

type DeadlineCardProps = { deadlines: readonly Deadline[]; asOf: string };

/** The dates that come up, the overdue ones first. */
export function DeadlineCard({ deadlines, asOf }: DeadlineCardProps) {
  const t = useText();
  const { day } = useFormat();
  const today = dayIn(asOf, useSession().organisation.timeZone);
  const hrefOf = ({ programId, cohortId, kind }: Deadline) =>
    `/manage/${programId}${kind === 'matching-due' ? '/matching' : ''}?cohort=${cohortId}`;
  return (
    <Card isFlush title={t('metrics.today.deadlines')}>
      {deadlines.length === 0 ? (
        <p className="px-4 py-3 text-dense text-muted">{t('metrics.today.deadlines.none')}</p>
      ) : (
        <ul className="divide-y">
          {deadlines.map((deadline) => (
            <li key={`${deadline.cohortId} ${deadline.kind}`} className="flex flex-col gap-0.5 px-4 py-3">
              <span className="flex flex-wrap items-center gap-2">
                <time dateTime={deadline.on} className="font-medium">
                  {day(deadline.on)}
                </time>
                {deadline.on < today && <Badge tone="danger">{t('metrics.today.overdue')}</Badge>}
              </span>
              <span className="text-dense">{t(`metrics.today.deadline.${deadline.kind}`)}</span>
              <span className="text-dense text-muted">
                <Link href={hrefOf(deadline)} variant="plain" className="hover:underline">
                  {deadline.programName} · {deadline.cohortName}
                </Link>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
