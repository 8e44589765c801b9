import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import type { Today } from './today-words.ts';

const FIRST = 3;

type Waiting = Today['waiting'][number];
const deskOf = ({ programId, cohortId }: Waiting) => `/manage/${programId}/requests?cohort=${cohortId}`;

/** Who is without a partner and gets none without me; each line leads to whom to suggest. */
export function WaitingCard({ waiting }: { waiting: readonly Waiting[] }) {
  const t = useText();
  const { day, number, relative } = useFormat();
  const [showsAll, setShowsAll] = useState(false);
  if (waiting.length === 0) return null;
  return (
    <Card isFlush title={t('metrics.today.waiting', { count: waiting.length })}>
      <ul className="divide-y">
        {(showsAll ? waiting : waiting.slice(0, FIRST)).map((item) => (
          <li
            key={item.mentee.enrolmentId}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
          >
            <div className="min-w-0 flex-1 basis-64">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
                <Link href={`/people/${item.mentee.personId}`} variant="quiet">
                  <bdi>{item.mentee.displayName}</bdi>
                </Link>
                <span className="text-dense text-muted">{item.programName}</span>
              </div>
              <p className="mt-0.5 text-dense text-pretty text-muted">
                {t(`desk.cause.${item.cause}`, {
                  mentor: item.request?.mentorName ?? '',
                  count: item.tried,
                  asked: item.request ? relative(item.request.askedAt) : '',
                  day: item.request ? day(item.request.dueAt) : '',
                })}
              </p>
            </div>
            <LinkButton
              size="small"
              href={`${deskOf(item)}&suggest=${item.mentee.enrolmentId}`}
              aria-label={`${t('desk.match')}: ${item.mentee.displayName}`}
            >
              {t('desk.match')}
            </LinkButton>
          </li>
        ))}
      </ul>
      {waiting.length > FIRST && (
        <div className="border-t px-2 py-1.5">
          <Button
            variant="quiet"
            size="small"
            aria-expanded={showsAll}
            onPress={() => setShowsAll(!showsAll)}
          >
            {showsAll
              ? t('metrics.today.fewer', { count: number(FIRST) })
              : t('metrics.today.waiting.more', { count: waiting.length - FIRST })}
          </Button>
        </div>
      )}
    </Card>
  );
}
