import type { ProposalItem } from '@ithaca/contracts/matching';
import { useQuery } from '@tanstack/react-query';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import CircleCheck from 'lucide-react/icons/circle-check';
import Lock from 'lucide-react/icons/lock';
import StickyNote from 'lucide-react/icons/sticky-note';
import LockOpen from 'lucide-react/icons/lock-open';
import Replace from 'lucide-react/icons/replace';
import Undo2 from 'lucide-react/icons/undo-2';
import Unlink from 'lucide-react/icons/unlink';
import type { ReactNode, Ref } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { Loaded } from '../../../lib/page.tsx';
import { PresenceFaces, type Presence } from '../../../shell/presence.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Status } from '../../../ui/status.tsx';
import { FULL_SCORE } from '../criteria.ts';
import { useCauseWords } from '../cause-words.ts';
import { proposalQuery, whyNotQuery, whyUnmatchedQuery } from '../matching.queries.ts';
import { useActWords } from './act-words.ts';
import type { ChangePlaces } from './alone-card.tsx';
import { AttentionStatus } from './attention-status.tsx';
import { Comparison } from './comparison.tsx';
import { keyOf, ReviewKeysLine, type Act } from './keys.tsx';
import { Notes } from './notes.tsx';
import { PairSides } from './pair-card.tsx';
import { attentionOf, type Entry } from './queue.ts';
import { WhyMatch } from './why-match.tsx';
import { useMatchingText } from '../matching-text.ts';

const AloneCard = lazyLayer(
  async () => (await import('./alone-card.tsx')).AloneCard,
  () => <Skeleton className="h-48 w-full rounded-lg" />,
);

type PanelProps = {
  runId: string;
  entry: Entry;
  /** Which line of the queue this is, from 1. */
  at: number;
  all: number;
  isExplained: boolean;
  /** Published or replaced: there is nothing to decide any more. */
  isHistory: boolean;
  /** Why nothing can be decided; undefined when it can. */
  off: string | undefined;
  onAct: (act: Act) => void;
  headingRef: Ref<HTMLHeadingElement>;
  /** Who else looks at this pair at the moment. */
  others: Presence['here'] | undefined;
  /** What somebody else decided about this pair meanwhile. */
  notice: ReactNode;
  places: ChangePlaces;
  onRedraft: () => void;
  onChoose: (mentorId: string) => void;
};

/** Which rule a pair breaks by now; a place that is gone is no rule. */
function AtRisk({ runId, item }: { runId: string; item: ProposalItem }) {
  const t = useMatchingText();
  const words = useCauseWords();
  const rules = useQuery(whyNotQuery(runId, item.mentee.enrolmentId, item.mentor.enrolmentId));
  const sentences = rules.data?.forbiddenBy.map((cause) => words.forbidden(cause)) ?? [];
  return (
    <p className="max-w-prose text-dense text-muted">
      {sentences.length > 0 ? sentences.join(' ') : t('matching.attention.rule-at-risk.why')}
    </p>
  );
}

function Heading({ runId, entry, at, all, onAct, headingRef, others = [] }: PanelProps) {
  const t = useMatchingText();
  const { number, instant } = useFormat();
  const { entry: nameOf } = useActWords();
  const { item } = entry;
  const attention = attentionOf(entry);
  return (
    <div className="flex items-start justify-between gap-3">
      <div className="flex min-w-0 flex-col gap-1.5">
        <h2
          ref={headingRef}
          id="pair"
          tabIndex={-1}
          className="rounded-sm text-lead font-semibold text-balance"
        >
          {nameOf(entry)}
        </h2>
        <div className="flex flex-wrap items-center gap-2">
          <AttentionStatus attention={attention} />
          {item && item.state !== 'proposed' && item.state !== 'removed' && (
            <>
              <Status tone="success" icon={item.state === 'locked' ? Lock : CircleCheck}>
                {t(`matching.state.${item.state}`)}
              </Status>
              {item.decided && (
                <span className="text-dense text-muted">
                  {t('review.decided', { by: item.decided.by, when: instant(item.decided.at) })}
                </span>
              )}
            </>
          )}
        </div>
        <PresenceFaces people={others} at="line" />
        {(attention === 'close-call' || attention === 'weak') && (
          <p className="max-w-prose text-dense text-muted">{t(`matching.attention.${attention}.why`)}</p>
        )}
        {attention === 'rule-at-risk' && item && <AtRisk key={item.id} runId={runId} item={item} />}
      </div>
      <div className="flex shrink-0 items-center gap-1">
        <span className="me-1 text-dense text-muted tabular-nums max-sm:hidden">
          {t('matching.pair.position', { at: number(at), all: number(all) })}
        </span>
        <IconButton
          icon={ChevronUp}
          variant="secondary"
          label={t('matching.act.previous')}
          keys={keyOf.previous}
          onPress={() => onAct('previous')}
        />
        <IconButton
          icon={ChevronDown}
          variant="secondary"
          label={t('matching.act.next')}
          keys={keyOf.next}
          onPress={() => onAct('next')}
        />
      </div>
    </div>
  );
}

function Acts({ entry: { item }, isHistory, off, onAct }: PanelProps) {
  const t = useMatchingText();
  if (isHistory) return null;
  const isApproved = item?.state === 'approved';
  const isLocked = item?.state === 'locked';
  if (!item)
    return (
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          icon={Replace}
          keys={keyOf.swap}
          disabledReason={off}
          onPress={() => onAct('swap')}
        >
          {t('matching.act.choose')}
        </Button>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        variant={isApproved || isLocked ? 'secondary' : 'primary'}
        icon={isApproved ? Undo2 : CircleCheck}
        keys={keyOf.approve}
        disabledReason={off}
        onPress={() => onAct('approve')}
      >
        {t(isApproved ? 'matching.act.unapprove' : 'matching.act.approve')}
      </Button>
      <Button
        icon={isLocked ? LockOpen : Lock}
        keys={keyOf.lock}
        disabledReason={off}
        onPress={() => onAct('lock')}
      >
        {t(isLocked ? 'matching.act.unlock' : 'matching.act.lock')}
      </Button>
      <Button icon={Replace} keys={keyOf.swap} disabledReason={off} onPress={() => onAct('swap')}>
        {t('matching.act.swap')}
      </Button>
      <Button icon={Unlink} keys={keyOf.remove} disabledReason={off} onPress={() => onAct('remove')}>
        {t('matching.act.remove')}
      </Button>
      <Button
        variant="quiet"
        icon={StickyNote}
        keys={keyOf.note}
        disabledReason={off}
        onPress={() => onAct('note')}
      >
        {t('matching.act.note')}
      </Button>
    </div>
  );
}

/** Why somebody is alone, as things are now; what the draft knew until that is there, and for good once it is history. */
function Alone({ runId, isHistory, entry: { mentee, alone }, places, off, onRedraft, onChoose }: PanelProps) {
  const now = useQuery({ ...whyUnmatchedQuery(runId, mentee.enrolmentId), enabled: !isHistory });
  const shown = now.data ?? alone;
  return shown ? (
    <AloneCard alone={shown} places={places} off={off} onRedraft={onRedraft} onChoose={onChoose} />
  ) : null;
}

function Facts(props: PanelProps) {
  const { entry, isExplained, onAct } = props;
  const { mentee, item } = entry;
  const t = useMatchingText();
  const { number } = useFormat();
  const pair = useQuery({ ...proposalQuery(item?.id ?? ''), enabled: item !== undefined });
  if (!item)
    return (
      <>
        <Card className="@container">
          <PairSides mentee={mentee} item={undefined} />
        </Card>
        <Alone {...props} />
      </>
    );
  return (
    <>
      <Card className="@container">
        <PairSides mentee={mentee} item={item} />
      </Card>
      <Loaded
        query={pair}
        skeleton={
          <>
            <Skeleton className="h-36 w-full rounded-lg" />
            <Skeleton className="h-80 w-full rounded-lg" />
          </>
        }
      >
        {(found) => (
          <>
            <Card
              title={t('matching.why')}
              footer={
                found.score !== null && (
                  <span className="-my-0.5 flex items-center gap-1 tabular-nums">
                    {t('matching.why.score', { score: number(found.score), most: number(FULL_SCORE) })}
                    <InfoButton about={t('matching.why.score.about')}>
                      {t('matching.why.score.what', { most: number(FULL_SCORE) })}
                    </InfoButton>
                  </span>
                )
              }
            >
              <WhyMatch pair={found} />
            </Card>
            <Card
              isFlush
              title={t('matching.compare')}
              actions={
                <Button
                  size="small"
                  variant="quiet"
                  keys={keyOf.explain}
                  aria-pressed={isExplained}
                  onPress={() => onAct('explain')}
                >
                  {t(isExplained ? 'matching.act.unexplain' : 'matching.act.explain')}
                </Button>
              }
            >
              <Comparison pair={found} isExplained={isExplained} />
            </Card>
            <Notes notes={found.notes} />
          </>
        )}
      </Loaded>
    </>
  );
}

/** One pairing in the middle: who, what can be done, why, and the comparison; or why somebody has no partner. */
export function PairPanel(props: PanelProps) {
  return (
    <section aria-labelledby="pair" className="flex min-w-0 flex-col gap-4">
      <Heading {...props} />
      {props.notice}
      <Acts {...props} />
      {!props.isHistory && <ReviewKeysLine />}
      <Facts {...props} />
    </section>
  );
}
