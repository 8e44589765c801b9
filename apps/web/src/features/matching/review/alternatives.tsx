import type { Alternative } from '@ithaca/contracts/matching';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemState } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Status } from '../../../ui/status.tsx';
import { useCauseWords } from '../cause-words.ts';
import { whyNotQuery } from '../matching.queries.ts';
import { Disclosure } from './disclosure.tsx';
import type { Person } from './queue.ts';

type OptionProps = {
  option: Alternative;
  off: string | undefined;
  onChoose: (mentorId: string) => void;
};

/** One other mentor: what choosing them does to the whole, in words, or the rule against it. */
export function OptionLine({ option, off, onChoose }: OptionProps) {
  const t = useText();
  const { number } = useFormat();
  const words = useCauseWords();
  const { mentor, score, freePlaces, forbiddenBy, effect } = option;
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
            <p>{words.effect(effect)}</p>
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

type AlternativesProps = Omit<LinesProps, 'options'> & { options: readonly Alternative[] | undefined };

/** The best others for a mentee, each with its effect; `undefined` while they are worked out. */
export function Alternatives({ options, off, onChoose }: AlternativesProps) {
  const t = useText();
  return (
    <Card title={t('matching.options')} description={t('matching.options.what')} isFlush>
      {options === undefined ? (
        <div className="flex flex-col gap-3 p-4">
          {[1, 2, 3].map((one) => (
            <Skeleton key={one} className="h-12 w-full" />
          ))}
        </div>
      ) : options.length === 0 ? (
        <p className="p-4 text-muted">{t('matching.options.none')}</p>
      ) : (
        <div className="flex flex-col">
          <Lines options={options.slice(0, SHOWN)} off={off} onChoose={onChoose} />
          {options.length > SHOWN && (
            <div className="border-t px-4 py-3">
              <Disclosure title={t('matching.options.more', { count: options.length - SHOWN })}>
                <div className="-mx-4 -mb-3 border-t">
                  <Lines options={options.slice(SHOWN)} off={off} onChoose={onChoose} />
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
  runId: string;
  menteeId: string;
  mentors: readonly Person[];
  off: string | undefined;
  onChoose: (mentorId: string) => void;
};

/** Any mentor, typed: the rule that forbids the pair, or what forcing it would do. */
export function WhyNot({ runId, menteeId, mentors, off, onChoose }: WhyNotProps) {
  const t = useText();
  const [asked, setAsked] = useState<string | null>(null);
  const answer = useQuery({ ...whyNotQuery(runId, menteeId, asked ?? ''), enabled: asked !== null });
  return (
    <Card title={t('matching.whyNot')}>
      <div className="flex flex-col gap-3">
        <ComboBox
          label={t('matching.whyNot.mentor')}
          isLabelHidden
          placeholder={t('matching.whyNot.type')}
          choices={mentors.map((mentor) => ({
            id: mentor.enrolmentId,
            label: mentor.displayName,
            description: mentor.jobTitle,
          }))}
          value={asked}
          onChange={setAsked}
        />
        <div aria-live="polite">
          {asked !== null &&
            (answer.data ? (
              <OptionLine option={answer.data} off={off} onChoose={onChoose} />
            ) : answer.isError ? (
              <ProblemState problem={answer.error} onRetry={() => void answer.refetch()} />
            ) : (
              <Skeleton className="h-12 w-full" />
            ))}
        </div>
      </div>
    </Card>
  );
}
