import type { Alternative } from '@ithaca/contracts/matching';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Status } from '../../../ui/status.tsx';
import { useCauseWords } from '../cause-words.ts';
import { Disclosure } from './disclosure.tsx';
import { useEffectWords } from './effect-words.ts';
import { useMatchingText } from '../matching-text.ts';

type OptionProps = {
  option: Alternative;
  off: string | undefined;
  onChoose: (mentorId: string) => void;
};

/** One other mentor: what choosing them does to the whole, in words, or the rule against it. */
export function OptionLine({ option, off, onChoose }: OptionProps) {
  const t = useMatchingText();
  const { number } = useFormat();
  const words = useCauseWords();
  const effects = useEffectWords();
  const { mentor, score, freePlaces, forbiddenBy } = option;
  const isForbidden = forbiddenBy.length > 0;
  return (
    <div className="flex items-start gap-3">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span dir="auto" className="font-medium">
            {mentor.displayName}
          </span>
          <span dir="auto" className="text-dense text-muted">
            {mentor.jobTitle}
          </span>
        </p>
        {isForbidden ? (
          <ul className="flex flex-col gap-0.5">
            {forbiddenBy.map((cause) => (
              <li key={cause.code} className="flex">
                <Status tone="danger" look="plain">
                  <span className="whitespace-normal">{words.forbidden(cause)}</span>
                </Status>
              </li>
            ))}
          </ul>
        ) : (
          <>
            <p>{effects.effect(option).join(' ')}</p>
            <p className="text-dense text-muted">
              {score !== null && `${t('matching.options.points', { score: number(score) })} · `}
              {t('matching.options.places', { count: freePlaces })}
            </p>
          </>
        )}
      </div>
      {!isForbidden && (
        <Button
          size="small"
          disabledReason={off}
          aria-label={`${t('ui.choose')}: ${mentor.displayName}`}
          onPress={() => onChoose(mentor.enrolmentId)}
        >
          {t('ui.choose')}
        </Button>
      )}
    </div>
  );
}

type LinesProps = Omit<OptionProps, 'option'> & { options: readonly Alternative[] };

function Lines({ options, off, onChoose }: LinesProps) {
  return (
    <ul className="divide-y">
      {options.map((option) => (
        <li key={option.mentor.enrolmentId} className="px-4 py-3">
          <OptionLine option={option} off={off} onChoose={onChoose} />
        </li>
      ))}
    </ul>
  );
}

const SHOWN = 3;
/** More than these are found faster by typing a name. */
const MOST_SHOWN = 10;

type AlternativesProps = Omit<LinesProps, 'options'> & {
  options: readonly Alternative[] | undefined;
  /** The answer belongs to the draft before the last act; a newer one is on its way. */
  isRefreshing: boolean;
};

/** The best others for a mentee, each with its effect; `undefined` while they are worked out. */
export function Alternatives({ options, isRefreshing, off, onChoose }: AlternativesProps) {
  const t = useMatchingText();
  const possible = options?.filter(({ forbiddenBy }) => forbiddenBy.length === 0).slice(0, MOST_SHOWN);
  return (
    <Card title={t('matching.options')} description={t('matching.options.what')} isFlush>
      {possible === undefined ? (
        <div className="flex flex-col gap-3 p-4">
          {[1, 2, 3].map((one) => (
            <Skeleton key={one} className="h-12 w-full" />
          ))}
        </div>
      ) : possible.length === 0 ? (
        <p className="p-4 text-muted">{t('matching.options.none')}</p>
      ) : (
        <div className="flex flex-col" aria-busy={isRefreshing}>
          <Lines options={possible.slice(0, SHOWN)} off={off} onChoose={onChoose} />
          {possible.length > SHOWN && (
            <div className="border-t px-4 py-3">
              <Disclosure title={t('matching.options.more', { count: possible.length - SHOWN })}>
                <div className="-mx-4 -mb-3 border-t">
                  <Lines options={possible.slice(SHOWN)} off={off} onChoose={onChoose} />
                </div>
              </Disclosure>
            </div>
          )}
        </div>
      )}
    </Card>
  );
}

type WhyNotProps = {
  options: readonly Alternative[];
  off: string | undefined;
  onChoose: (mentorId: string) => void;
};

/** Any mentor, typed: the rule that forbids the pair, or what forcing it would do. Answered from what is here already. */
export function WhyNot({ options, off, onChoose }: WhyNotProps) {
  const t = useMatchingText();
  const [asked, setAsked] = useState<string | null>(null);
  // A list of a hundred names is made when somebody comes to it, not with every pairing that is looked at.
  const [isUsed, setUsed] = useState(false);
  const answer = options.find(({ mentor }) => mentor.enrolmentId === asked);
  return (
    <Card title={t('matching.whyNot')}>
      <div className="flex flex-col gap-3">
        <ComboBox
          label={t('matching.whyNot.mentor')}
          isLabelHidden
          placeholder={t('matching.whyNot.type')}
          onFocus={() => setUsed(true)}
          choices={
            isUsed
              ? options.map(({ mentor }) => ({
                  id: mentor.enrolmentId,
                  label: mentor.displayName,
                  description: mentor.jobTitle,
                }))
              : []
          }
          value={asked}
          onChange={setAsked}
        />
        <div aria-live="polite">{answer && <OptionLine option={answer} off={off} onChoose={onChoose} />}</div>
      </div>
    </Card>
  );
}
