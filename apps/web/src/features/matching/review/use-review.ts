import { advices, adviceAgainst, type Advice } from '@ithaca/domain/review';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../../lib/api.ts';
import { useUrlState } from '../../../lib/history.ts';
import { text, useText } from '../../../lib/i18n.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import { showToast } from '../../../ui/toast.tsx';
import { useActWords, namedOf, type Named } from './act-words.ts';
import type { Choice } from './choose-mentor.form.tsx';
import { useReviewKeys, type Act } from './keys.tsx';
import { attentionOf, isDecided, nextToDecide, type Draft, type Entry } from './queue.ts';
import { theirsIn, type Theirs } from './stale.tsx';
import { useDecisions, type Decision } from './use-decisions.ts';
import type { useQueue } from './use-queue.ts';

type StateAct = 'approve' | 'lock' | 'remove';

/** What lies over the workspace. */
export type Layer =
  | { kind: 'choose'; mentorId: string | null }
  | { kind: 'reason'; act: StateAct; advice: Advice }
  | { kind: 'clear' | 'redraft' | 'keys' | 'note' }
  | null;

/** The advice that the server wants a reason against. */
const adviceIn = (error: unknown): Advice | null =>
  error instanceof ApiProblem && error.code === 'override.needs-reason'
    ? (advices.find((one) => one === error.facts['advice']) ?? 'own-choice')
    : null;

/** What the acts of a review do: each at once, said aloud, with the focus where one goes on. */
export function useReview(draft: Draft, off: string | undefined, queue: ReturnType<typeof useQueue>) {
  const t = useText();
  const words = useActWords();
  const { sorted, shown, current, at, select } = queue;
  const decisions = useDecisions(draft.run.id, off === undefined);
  const [{ explain }, setUrl] = useUrlState({ explain: '' });
  const [layer, setLayer] = useState<Layer>(null);
  const [said, setSaid] = useState('');
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const [isListOpen, setListOpen] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  // How often the focus was asked to go to the name, and was sent there: not before a dialog is gone.
  const [asked, setAsked] = useState(0);
  const answered = useRef(0);
  useEffect(() => {
    if (layer !== null || asked === answered.current) return;
    answered.current = asked;
    heading.current?.focus();
  }, [layer, asked]);

  /** Shows a pairing and puts the focus on its name, from where Tab goes on to what can be done. */
  const look = (menteeId?: string) => {
    if (menteeId) select(menteeId);
    setListOpen(false);
    setAsked((times) => times + 1);
  };

  /** Somebody was quicker: theirs is shown beside mine. Anything else is said as it is. */
  const tell = (error: unknown, menteeId: string | undefined, mine: string, again: (() => void) | null) => {
    const found = theirsIn(error);
    if (!found || menteeId === undefined) {
      const problem = problemWords(error, text);
      setSaid(problem);
      showToast({ tone: 'danger', title: problem });
      return;
    }
    const { mentee, mentor, ...rest } = found;
    setTheirs({
      ...rest,
      menteeId,
      mine,
      again,
      pair: mentee !== null && mentor !== null ? words.pair(mentee, mentor) : null,
    });
    look(menteeId);
  };

  /** Does it at once, says so, and goes on to what still needs a decision. */
  const settle = (entry: Entry, decision: Decision, named: Named, goesOn: boolean) => {
    const done = words.done(named);
    const isCovered = (other: Entry) =>
      decision.kind === 'approve-clear' ? attentionOf(other) === 'clear' : other === entry;
    setTheirs(null);
    const again = () => settle(entry, decision, named, false);
    decisions.decide(decision, named).catch((error: unknown) => {
      const { kind } = decision;
      const advice = adviceIn(error);
      // It goes against advice since a moment ago: the question comes after all.
      if (advice !== null && (kind === 'approve' || kind === 'lock' || kind === 'remove')) {
        select(entry.mentee.enrolmentId);
        setLayer({ kind: 'reason', act: kind, advice });
      } else tell(error, kind === 'approve-clear' ? undefined : entry.mentee.enrolmentId, done, again);
    });
    const rest = shown.filter((other) => other === entry || !isCovered(other));
    const following = goesOn ? nextToDecide(rest, entry.mentee.enrolmentId) : undefined;
    if (following) {
      setSaid(t('matching.done.next', { done, next: words.entry(following) }));
      look(following.mentee.enrolmentId);
      return;
    }
    const isAll = goesOn && sorted.every((other) => isDecided(other) || isCovered(other));
    setSaid(isAll ? t('matching.done.last', { done }) : done);
    look();
  };

  const decideState = (entry: Entry, act: StateAct, reason?: string) => {
    const { mentee, item } = entry;
    if (!item) return;
    const wanted = { approve: 'approved', lock: 'locked', remove: 'removed' }[act];
    const kind: StateAct | 'release' = item.state === wanted ? 'release' : act;
    const advice = adviceAgainst(kind, item.attention);
    if (advice !== null && reason === undefined) {
      setLayer({ kind: 'reason', act, advice });
      return;
    }
    setLayer(null);
    const decision: Decision = {
      kind,
      menteeId: mentee.enrolmentId,
      ...(reason !== undefined && { reason }),
    };
    const named = { kind, mentee: mentee.displayName, mentor: item.mentor.displayName, count: 1 };
    settle(entry, decision, named, kind === 'approve' || kind === 'lock');
  };

  const walk = (step: 1 | -1) => {
    const entry = shown[at === -1 ? 0 : at + step];
    if (!entry) return setSaid(t(step === 1 ? 'review.queue.end' : 'review.queue.start'));
    setSaid(words.entry(entry));
    look(entry.mentee.enrolmentId);
  };

  const goBack = async (which: 'undo' | 'redo') => {
    setTheirs(null);
    try {
      const act = await decisions[which]();
      if (!act) return setSaid(t(`matching.review.${which}.none`));
      const what = words.done(namedOf(act));
      setSaid(t(which === 'redo' ? 'matching.done.redone' : 'matching.done.undone', { what }));
      const [first] = act.pairs;
      look(first && act.of !== 'approve-clear' ? first.menteeEnrolmentId : undefined);
    } catch (error) {
      const what = decisions[which === 'undo' ? 'last' : 'undone'];
      tell(error, current?.mentee.enrolmentId, what ? words.done(what) : '', null);
    }
  };

  const act = (one: Act) => {
    if (one === 'help') return setLayer({ kind: 'keys' });
    if (one === 'explain') return setUrl({ explain: explain === '' ? '1' : '' });
    if (!current) return;
    if (one === 'next' || one === 'previous') return walk(one === 'next' ? 1 : -1);
    if (off) return setSaid(off);
    if (one === 'undo' || one === 'redo') return void goBack(one);
    if (one === 'swap') return setLayer({ kind: 'choose', mentorId: null });
    if (!current.item) return setSaid(t('matching.off.noPair'));
    if (one === 'note') return setLayer({ kind: 'note' });
    decideState(current, one);
  };
  useReviewKeys(act);

  const choose = async ({ mentor, reason, exchange, displaces }: Choice) => {
    if (!current) return;
    const { enrolmentId: menteeId, displayName: mentee } = current.mentee;
    const decision: Decision =
      exchange === undefined
        ? {
            kind: 'propose',
            menteeId,
            mentorId: mentor.enrolmentId,
            reason,
            ...(displaces !== undefined && { displaces }),
          }
        : { kind: 'swap', menteeId, otherId: exchange, reason };
    const named = { kind: decision.kind, mentee, mentor: mentor.displayName, count: 1 };
    await decisions.decide(decision, named);
    setSaid(words.done(named));
    setLayer(null);
    look(menteeId);
  };

  const approveClear = async (looked: Promise<unknown>) => {
    setLayer(null);
    await looked;
    const clear = sorted.filter(
      (entry) => attentionOf(entry) === 'clear' && entry.item?.state === 'proposed',
    );
    const named = { kind: 'approve-clear', mentee: '', mentor: '', count: clear.length } as const;
    if (current) settle(current, { kind: 'approve-clear' }, named, true);
  };

  return {
    layer,
    setLayer,
    said,
    setSaid,
    theirs,
    setTheirs,
    heading,
    isListOpen,
    setListOpen,
    look,
    act,
    choose,
    approveClear,
    decisions,
    isExplained: explain !== '',
    giveReason: (reason: string) => {
      if (layer?.kind === 'reason' && current) decideState(current, layer.act, reason);
    },
  };
}
