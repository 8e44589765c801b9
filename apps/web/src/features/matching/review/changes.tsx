import { useQuery } from '@tanstack/react-query';
import { useText } from '../../../lib/i18n.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { draftQuery } from '../matching.queries.ts';
import { Disclosure } from './disclosure.tsx';
import type { Draft } from './queue.ts';

interface Change {
  menteeId: string;
  mentee: string;
  before: string | undefined;
  after: string | undefined;
}

/** Who has another mentor in this draft than in the one before. */
export function changesBetween(before: Draft, after: Draft): Change[] {
  const seats = ({ items }: Draft) =>
    new Map(
      items
        .filter(({ state }) => state !== 'removed')
        .map((item) => [item.mentee.enrolmentId, item] as const),
    );
  const [old, now] = [seats(before), seats(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((menteeId) => {
    const [was, is] = [old.get(menteeId), now.get(menteeId)];
    if (was?.mentor.enrolmentId === is?.mentor.enrolmentId) return [];
    const mentee = (is ?? was)?.mentee.displayName ?? '';
    return { menteeId, mentee, before: was?.mentor.displayName, after: is?.mentor.displayName };
  });
}

/** After a new draft: what it changed. */
export function Changes({ since, draft, onDismiss }: { since: string; draft: Draft; onDismiss: () => void }) {
  const t = useText();
  const before = useQuery(draftQuery(since));
  if (!before.data) return null;
  const changes = changesBetween(before.data, draft);
  const nobody = t('matching.since.nobody');
  return (
    <Banner tone="info" title={t('matching.since', { count: changes.length })} onDismiss={onDismiss}>
      {changes.length > 0 && (
        <Disclosure title={t('matching.since.show')}>
          <ul className="flex flex-col gap-1">
            {changes.map((change) => (
              <li key={change.menteeId}>
                {t('matching.since.moved', {
                  mentee: change.mentee,
                  before: change.before ?? nobody,
                  after: change.after ?? nobody,
                })}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </Banner>
  );
}
