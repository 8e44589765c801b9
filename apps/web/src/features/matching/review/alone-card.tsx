import type { WhyUnmatched } from '@ithaca/contracts/review';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import Lightbulb from 'lucide-react/icons/lightbulb';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { useCauseWords } from '../cause-words.ts';
import { Disclosure } from './disclosure.tsx';
import type { Unmatched } from './queue.ts';
import { useMatchingText } from '../matching-text.ts';

type Cause = Unmatched['causes'][number];

/** Where the changes that help are made. */
export interface ChangePlaces {
  /** The people of the cohort, found by this name: places are theirs to give. */
  people: (name: string) => string;
  rules: string;
}

type AloneCardProps = {
  alone: Unmatched & Partial<Pick<WhyUnmatched, 'changes'>>;
  places: ChangePlaces;
  /** Why nothing can be changed; undefined when it can. */
  off: string | undefined;
  onRedraft: () => void;
  onChoose: (mentorId: string) => void;
};

/** Why somebody has no partner, and the smallest change that would give them one, with the way to where it is made. */
export function AloneCard({ alone: { causes, smallestChange, changes }, ...ways }: AloneCardProps) {
  const t = useMatchingText();
  const words = useCauseWords();
  const [cause, ...barriers] = causes;
  // Not weighed by the draft, so no change is known.
  const isNew = cause?.code === 'taken-apart' || cause?.code === 'joined-later';
  const others = changes?.slice(1) ?? [];
  return (
    <Card title={t('matching.alone.why')}>
      <div className="flex flex-col gap-4">
        {cause && (
          <p className="flex items-start gap-2">
            <Icon of={CircleHelp} className="mt-0.5 text-muted" />
            <span>{words.unmatched(cause)}</span>
          </p>
        )}
        {barriers.length > 0 && (
          <div className="flex flex-col gap-1">
            <h3 className="text-dense font-medium text-muted">{t('matching.alone.rules')}</h3>
            <ul className="flex flex-col gap-1">
              {barriers.map((barrier) => (
                <li key={barrier.code}>{words.unmatched(barrier)}</li>
              ))}
            </ul>
          </div>
        )}
        <div className="flex flex-col gap-1">
          <h3 className="text-dense font-medium text-muted">
            {t(isNew ? 'matching.alone.next' : 'matching.alone.change')}
          </h3>
          {smallestChange ? (
            <Change change={smallestChange} {...ways} />
          ) : (
            <p className="flex items-start gap-2">
              <Icon of={Lightbulb} className="mt-0.5 text-warning" />
              <span>{t(isNew ? 'matching.alone.change.new' : 'matching.alone.change.none')}</span>
            </p>
          )}
        </div>
        {others.length > 0 && (
          <Disclosure title={t('review.alone.others', { count: others.length })}>
            <div className="flex flex-col gap-3">
              {others.map((change) => (
                <Change
                  key={`${change.code} ${String(change.facts['rule'] ?? change.facts['mentorId'])}`}
                  change={change}
                  {...ways}
                />
              ))}
            </div>
          </Disclosure>
        )}
      </div>
    </Card>
  );
}

/** One change in words, and the way to make it. */
function Change({
  change,
  places,
  off,
  onRedraft,
  onChoose,
}: Omit<AloneCardProps, 'alone'> & { change: Cause }) {
  const t = useMatchingText();
  const words = useCauseWords();
  const { code, facts } = change;
  const mentorId = typeof facts['mentorId'] === 'string' ? facts['mentorId'] : '';
  const mentorName = typeof facts['mentorName'] === 'string' ? facts['mentorName'] : '';
  const isRule = code === 'relax-rule';
  const isPair = isRule && facts['rule'] === 'forbidden';
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="flex items-start gap-2">
        <Icon of={Lightbulb} className="mt-0.5 text-warning" />
        <span>
          {code === 'redraft' ? t('review.change.redraft', { mentor: mentorName }) : words.change(change)}
        </span>
      </p>
      {code === 'redraft' ? (
        <div className="flex flex-wrap gap-2">
          <Button size="small" disabledReason={off} onPress={() => onChoose(mentorId)}>
            {t('review.change.choose', { mentor: mentorName })}
          </Button>
          <Button size="small" disabledReason={off} onPress={onRedraft}>
            {t('matching.redraft')}
          </Button>
        </div>
      ) : isPair ? null : (
        <LinkButton size="small" href={isRule ? places.rules : places.people(mentorName)}>
          {isRule ? t('review.change.rules') : t('review.change.places', { mentor: mentorName })}
        </LinkButton>
      )}
    </div>
  );
}
