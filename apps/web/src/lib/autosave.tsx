import CloudOff from 'lucide-react/icons/cloud-off';
import CircleCheck from 'lucide-react/icons/circle-check';
import PencilLine from 'lucide-react/icons/pencil-line';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ApiProblem } from './api.ts';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';
import { ProblemBanner } from './problem.tsx';

export type SaveState =
  'clean' | 'waiting' | 'saving' | 'saved' | 'incomplete' | 'offline' | 'stale' | 'failed';

export interface Autosave<V extends object> {
  state: SaveState;
  savedAt: Date | null;
  problem: unknown;
  /** Keeps what changed; it is sent when nothing more follows for a moment. */
  change: (changes: V) => void;
  /** Sends at once what waits; answers whether everything is saved. */
  flush: () => Promise<boolean>;
  /** Forgets what waits, as when theirs is shown. */
  drop: () => void;
}

const pause = 700;

/** Nothing of one's own waits: what somebody else saved may be shown at once. */
export const isAtRest = ({ state }: { state: SaveState }): boolean => state === 'clean' || state === 'saved';

/**
 * Saves while somebody works: one request at a time, changes made meanwhile follow with the next one, and what could not be
 * sent because nothing answered is sent when the connection is back. `send` finds the version it sends itself.
 */
export function useAutosave<V extends object>(
  send: (changes: V) => Promise<unknown>,
  /** False while a change cannot be sent yet, such as an empty name; it waits until it can. */
  isSendable: (changes: V) => boolean | Promise<boolean> = () => true,
): Autosave<V> {
  const [shown, setShown] = useState<{ state: SaveState; savedAt: Date | null; problem: unknown }>({
    state: 'clean',
    savedAt: null,
    problem: null,
  });
  const waiting = useRef<V | null>(null);
  const running = useRef<Promise<boolean> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ send, isSendable });
  useEffect(() => {
    latest.current = { send, isSendable };
  });

  const sendAll = useCallback(async (): Promise<boolean> => {
    while (waiting.current) {
      const changes = waiting.current;
      const isReady = latest.current.isSendable(changes);
      const mayBeSent = typeof isReady === 'boolean' ? isReady : await isReady;
      // What was changed or dropped while it was checked is looked at anew.
      if (waiting.current !== changes) continue;
      if (!mayBeSent) {
        setShown((before) => ({ ...before, state: 'incomplete', problem: null }));
        return false;
      }
      waiting.current = null;
      setShown((before) => ({ ...before, state: 'saving', problem: null }));
      try {
        await latest.current.send(changes);
        setShown({ state: 'saved', savedAt: new Date(), problem: null });
      } catch (problem) {
        // Later changes win over those that did not get through.
        waiting.current = { ...changes, ...(waiting.current as V | null) };
        const status = problem instanceof ApiProblem ? problem.status : 500;
        const state = status === 0 ? 'offline' : status === 412 ? 'stale' : 'failed';
        setShown((before) => ({ ...before, state, problem }));
        return false;
      }
    }
    return true;
  }, []);

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    running.current ??= sendAll().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [sendAll]);

  const change = useCallback(
    (changes: V) => {
      waiting.current = { ...waiting.current, ...changes };
      setShown((before) => ({ ...before, state: before.state === 'stale' ? 'stale' : 'waiting' }));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), pause);
    },
    [flush],
  );

  const drop = useCallback(() => {
    clearTimeout(timer.current);
    waiting.current = null;
    setShown((before) => ({ ...before, state: 'clean', problem: null }));
  }, []);

  useEffect(() => {
    const retry = () => void flush();
    const warn = (event: BeforeUnloadEvent) => {
      if (waiting.current) event.preventDefault();
    };
    window.addEventListener('online', retry);
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('online', retry);
      window.removeEventListener('beforeunload', warn);
      void flush();
    };
  }, [flush]);

  return { ...shown, change, flush, drop };
}

/** "Saved 10:42": how the saving stands, read aloud when it changes for the worse. */
export function SavedLine({
  saving: { state, savedAt },
}: {
  saving: Pick<Autosave<object>, 'state' | 'savedAt'>;
}) {
  const t = useText();
  const { instant } = useFormat();
  const look = {
    clean: null,
    waiting: { icon: PencilLine, words: t('common.saving') },
    saving: { icon: null, words: t('common.saving') },
    saved: {
      icon: CircleCheck,
      words: savedAt
        ? t('common.savedAt', { time: instant(savedAt, { withDay: false }) })
        : t('common.saved'),
    },
    incomplete: { icon: PencilLine, words: t('common.notSaved') },
    offline: { icon: CloudOff, words: t('common.notSaved.offline') },
    stale: { icon: CloudOff, words: t('common.notSaved') },
    failed: { icon: CloudOff, words: t('common.notSaved') },
  }[state];
  return (
    <output className="inline-flex min-h-5 items-center gap-1.5 text-dense text-muted">
      {look && (look.icon ? <Icon of={look.icon} /> : <Spinner />)}
      {look?.words}
    </output>
  );
}

/** What stops the saving and what to do: somebody else's change is shown beside one's own, which is kept. */
export function SaveProblem({
  saving,
  onShowTheirs,
  onKeepMine,
}: {
  saving: Pick<Autosave<object>, 'state' | 'problem' | 'flush'>;
  onShowTheirs: () => void;
  onKeepMine: () => void;
}) {
  const t = useText();
  if (saving.state === 'stale')
    return (
      <Banner
        tone="warning"
        isAnnounced
        title={t('common.changedElsewhere')}
        actions={
          <>
            <Button size="small" onPress={onShowTheirs}>
              {t('common.showTheirs')}
            </Button>
            <Button size="small" onPress={onKeepMine}>
              {t('common.keepMine')}
            </Button>
          </>
        }
      >
        {t('common.changedElsewhere.why')}
      </Banner>
    );
  if (saving.state === 'failed')
    return (
      <div className="flex flex-col items-start gap-2">
        <div className="w-full">
          <ProblemBanner problem={saving.problem} />
        </div>
        <Button size="small" onPress={() => void saving.flush()}>
          {t('common.retry')}
        </Button>
      </div>
    );
  return null;
}
