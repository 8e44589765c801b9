import { ApiProblem } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';

/** What somebody else made of a pair while this reviewer decided about it. */
export interface Theirs {
  menteeId: string;
  state: 'proposed' | 'approved' | 'locked' | 'removed' | 'published';
  pair: string | null;
  by: string | null;
  at: string | null;
  /** What was asked for, and was not done. */
  mine: string;
  again: (() => void) | null;
}

const states = ['proposed', 'approved', 'locked', 'removed', 'published'] as const;
const wordIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The facts of a refusal because somebody was quicker; null for another problem. */
export function theirsIn(error: unknown):
  | (Omit<Theirs, 'menteeId' | 'mine' | 'again' | 'pair'> & {
      mentee: string | null;
      mentor: string | null;
    })
  | null {
  if (!(error instanceof ApiProblem) || error.code !== 'record.changed') return null;
  const { state, by, at, mentee, mentor } = error.facts;
  return {
    state: states.find((one) => one === state) ?? 'proposed',
    by: wordIn(by),
    at: wordIn(at),
    mentee: wordIn(mentee),
    mentor: wordIn(mentor),
  };
}

/** Both versions side by side: theirs stands, and mine can be done on top of it. */
export function Stale({ theirs, onClose }: { theirs: Theirs; onClose: () => void }) {
  const t = useText();
  const { instant } = useFormat();
  const { state, pair, by, at, mine, again } = theirs;
  return (
    <Banner
      tone="warning"
      isAnnounced
      title={
        by === null
          ? t('review.stale.somebody')
          : t('review.stale.by', { by, when: at ? instant(at, { withDay: false }) : '' })
      }
      actions={
        <>
          {again && (
            <Button size="small" onPress={again}>
              {t('review.stale.mine')}
            </Button>
          )}
          <Button size="small" onPress={onClose}>
            {t('review.stale.theirs')}
          </Button>
        </>
      }
    >
      <p>
        {t('review.stale.now', { state: t(`matching.state.${state}`) })}
        {pair !== null && <> {pair}</>}
      </p>
      <p>{t('review.stale.notDone', { mine })}</p>
    </Banner>
  );
}
