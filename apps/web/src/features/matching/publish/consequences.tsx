import type { publicationRoutes } from '@ithaca/contracts/publication';
import type { ReplyOf } from '@ithaca/contracts/route';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { Link } from '../../../ui/link.tsx';
import { useCauseWords } from '../cause-words.ts';
import { Disclosure } from '../review/disclosure.tsx';
import { useMatchingText } from '../matching-text.ts';

export type Preview = ReplyOf<typeof publicationRoutes.preview>;

/** Who stays without a partner, which mentors are full, and what has changed since the draft. */
export function Consequences({ preview }: { preview: Preview }) {
  const t = useMatchingText();
  const words = useCauseWords();
  const { unmatched, mentorsAtLimit, changedSince } = preview;
  const nameIn = (value: unknown) => (typeof value === 'string' ? value : '');
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {unmatched.length > 0 && (
        <Card title={t('matching.publish.unmatched', { count: unmatched.length })}>
          <div className="flex flex-col gap-2">
            <p className="text-muted">{t('matching.publish.unmatched.what')}</p>
            <ul className="flex flex-wrap gap-x-4 gap-y-1">
              {unmatched.map(({ personId, displayName }) => (
                <li key={personId}>
                  <Link variant="quiet" href={`/people/${personId}`}>
                    <span dir="auto">{displayName}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        </Card>
      )}
      {mentorsAtLimit.length > 0 && (
        <Card title={t('matching.publish.limit', { count: mentorsAtLimit.length })}>
          <div className="flex flex-col gap-2">
            <p className="text-muted">{t('matching.publish.limit.what')}</p>
            <Disclosure title={t('matching.publish.limit.show')}>
              <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
                {mentorsAtLimit.map(({ personId, displayName, capacity }) => (
                  <li key={personId} className="flex justify-between gap-2">
                    <Link variant="quiet" href={`/people/${personId}`}>
                      <span dir="auto">{displayName}</span>
                    </Link>
                    <span className="text-dense text-muted">
                      {t('matching.publish.limit.places', { count: capacity })}
                    </span>
                  </li>
                ))}
              </ul>
            </Disclosure>
          </div>
        </Card>
      )}
      {changedSince.length > 0 && (
        <Card title={t('matching.publish.changed', { count: changedSince.length })}>
          <ul className="flex flex-col gap-2">
            {changedSince.map((cause) => (
              <li key={nameIn(cause.facts['proposalId'])} className="flex flex-wrap gap-x-2">
                <span dir="auto" className="font-medium">
                  {t('matching.pair', {
                    mentee: nameIn(cause.facts['mentee']),
                    mentor: nameIn(cause.facts['mentor']),
                  })}
                </span>
                <span className="text-muted">{words.left(cause)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

/** What the button does, line by line. */
export function Effects({
  preview,
  undecided,
  isRunning,
  isOfCircles,
  tellUnmatched,
}: {
  preview: Preview;
  undecided: number;
  isRunning: boolean;
  isOfCircles: boolean;
  tellUnmatched: boolean;
}) {
  const t = useMatchingText();
  const all = preview.mails.reduce((sum, { count }) => sum + count, 0);
  const untold = tellUnmatched ? 0 : preview.unmatchedMessages.reduce((sum, { count }) => sum + count, 0);
  const lines = [
    t(isOfCircles ? 'matching.publish.pairs.circle' : 'matching.publish.pairs', { count: preview.pairings }),
    t('matching.publish.mails', { count: all - untold }),
    t(isRunning ? 'matching.publish.cohort.running' : 'matching.publish.cohort'),
    ...(preview.unmatched.length === 0 ? [t('matching.publish.unmatched.none')] : []),
    ...(preview.changedSince.length === 0 ? [t('matching.publish.changed.none')] : []),
    t('matching.publish.final'),
  ];
  return (
    <Card title={t('matching.publish.happens')}>
      <div className="flex flex-col gap-3">
        {undecided > 0 && (
          <Banner tone="warning">
            {t(isOfCircles ? 'matching.publish.undecided.circle' : 'matching.publish.undecided', {
              count: undecided,
            })}
          </Banner>
        )}
        <ul className="flex list-disc flex-col gap-1.5 ps-4">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </Card>
  );
}
