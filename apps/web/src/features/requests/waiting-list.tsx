import type { WaitingMentee } from '@ithaca/contracts/mentor-requests';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { showToast } from '../../ui/toast.tsx';
import { MatchByHand } from './match-by-hand.tsx';
import { useAskAgain } from './requests-desk.queries.ts';

/** Mentees who wait for the coordinator, longest first, each with what would help. */
export function WaitingList({ items, answerDays }: { items: readonly WaitingMentee[]; answerDays: number }) {
  const t = useText();
  const list = useKeptFocus<HTMLUListElement>(items);
  // The line on the day's page leads to the dialog itself.
  const [{ suggest }, setAddress] = useUrlState({ suggest: '' });
  const chosen = items.find(({ mentee }) => mentee.enrolmentId === suggest)?.mentee;
  return (
    <Card
      title={t('desk.waiting')}
      {...(items.length > 0 && { description: t('desk.waiting.what', { count: items.length }) })}
      isFlush={items.length > 0}
    >
      {items.length === 0 ? (
        <EmptyState icon={CircleCheck} level="part" title={t('desk.waiting.none')}>
          {t('desk.waiting.none.why')}
        </EmptyState>
      ) : (
        <ul ref={list} tabIndex={-1} aria-label={t('desk.waiting')} className="divide-y">
          {items.map((item) => (
            <WaitingLine
              key={item.mentee.enrolmentId}
              item={item}
              answerDays={answerDays}
              onMatch={() => setAddress({ suggest: item.mentee.enrolmentId }, { push: true })}
            />
          ))}
        </ul>
      )}
      {chosen && <MatchByHand mentee={chosen} onClose={() => setAddress({ suggest: '' })} />}
    </Card>
  );
}

type WaitingLineProps = { item: WaitingMentee; answerDays: number; onMatch: () => void };

function WaitingLine({ item, answerDays, onMatch }: WaitingLineProps) {
  const t = useText();
  const { day, relative } = useFormat();
  const again = useAskAgain();
  const { mentee, request } = item;
  const help = item.help === 'more-time' ? 'more-time' : 'ask-again';
  const mentor = request?.mentorName ?? '';
  const askAgain = (requestId: string) =>
    again.mutate(requestId, {
      onSuccess: ({ dueAt }) =>
        showToast({ title: t(`desk.done.${help}`, { mentor, day: dueAt ? day(dueAt) : '' }) }),
    });
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-80">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <Link href={`/people/${mentee.personId}`} variant="quiet">
            <bdi>{mentee.displayName}</bdi>
          </Link>
          <span className="text-dense text-muted">
            {[mentee.jobTitle, mentee.department].filter(Boolean).join(' · ')}
          </span>
        </div>
        <p>
          {t(`desk.cause.${item.cause}`, {
            mentor,
            count: item.tried,
            asked: request ? relative(request.askedAt) : '',
            day: request ? day(request.dueAt) : '',
          })}
        </p>
        {item.since && <p className="text-dense text-muted">{t('desk.since', { day: day(item.since) })}</p>}
      </div>
      <div className="flex flex-wrap gap-2">
        {request && (
          <Button
            onPress={() => askAgain(request.id)}
            isLoading={again.isPending}
            aria-label={`${t(`desk.help.${help}`, { count: answerDays })}: ${mentor}`}
          >
            {t(`desk.help.${help}`, { count: answerDays })}
          </Button>
        )}
        <Button
          variant={request ? 'quiet' : 'secondary'}
          onPress={onMatch}
          aria-label={`${t('desk.match')}: ${mentee.displayName}`}
        >
          {t('desk.match')}
        </Button>
      </div>
    </li>
  );
}
