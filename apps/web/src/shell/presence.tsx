import type { PresentPerson, ProgramChange } from '@ithaca/contracts/presence';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useFormat } from '../lib/format.ts';
import { useText } from '../lib/i18n.tsx';
import { liveProgram } from '../lib/live.ts';
import { Avatar } from '../ui/avatar.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { useCan, useSession } from './session.tsx';

export interface Presence {
  /** Who else has this page open, the one who moved last first. */
  here: readonly PresentPerson[];
  /** Who of them looks at each line, by the id that they gave as their focus. */
  at: ReadonlyMap<string, readonly PresentPerson[]>;
}

type Options = {
  /** Somebody else changed something in this program: the feature it belongs to. Bring what is shown up to date. */
  onChanged?: (change: ProgramChange) => void;
};

/**
 * Says that this page is open, and at which line, and answers who else is there. `place` names the page inside its
 * program (`setup`, `matching/<run>`): the same for everybody who should see one another. Auditors watch unseen.
 */
export function usePresence(
  { programId, page }: { programId: string; page: string },
  focus: string | null = null,
  { onChanged }: Options = {},
): Presence {
  const { actor } = useSession();
  const says = useCan('program.coordinate', { programId });
  const live = liveProgram(programId);
  const people = useSyncExternalStore(
    useMemo(() => (listener: () => void) => live.watch(listener), [live]),
    () => live.people,
  );
  useEffect(() => live.be(says ? { place: page, focus } : null), [live, says, page, focus]);
  useEffect(() => () => live.be(null), [live]);

  const changed = useRef(onChanged);
  useEffect(() => {
    changed.current = onChanged;
  }, [onChanged]);
  useEffect(
    () =>
      live.onChange((change) => {
        if (change.by !== actor.personId) changed.current?.(change);
      }),
    [live, actor.personId],
  );

  return useMemo(() => {
    const here = people.filter(({ place }) => place === page);
    return {
      here,
      at: Map.groupBy(
        here.filter(({ focus: line }) => line !== null),
        ({ focus: line }) => line ?? '',
      ),
    };
  }, [people, page]);
}

const MOST_FACES = 4;

/** Who else is here, as faces with their names; said aloud when somebody comes. */
export function PresenceFaces({
  people,
  at = 'page',
}: {
  people: Presence['here'];
  /** What they look at: the whole page, or the one line that is open. */
  at?: 'page' | 'line';
}) {
  const t = useText();
  const { list } = useFormat();
  const names = list(people.map(({ name }) => name));
  return (
    <output className="flex items-center gap-2 empty:hidden">
      {people.length > 0 && (
        <>
          <span className="flex -space-x-1.5">
            {people.slice(0, MOST_FACES).map(({ personId, name }) => (
              <span key={personId} className="rounded-full ring-2 ring-page">
                <Avatar name={name} size="small" />
              </span>
            ))}
          </span>
          <span className="text-dense text-muted">
            {t(at === 'page' ? 'shell.presence.here' : 'shell.presence.looking', {
              names,
              count: people.length,
            })}
          </span>
        </>
      )}
    </output>
  );
}

/** Who looks at one line: a face on it, and the sentence for whoever cannot see it. */
export function PresenceMark({ people }: { people: Presence['here'] | undefined }) {
  const t = useText();
  const { list } = useFormat();
  if (!people || people.length === 0) return null;
  const words = t('shell.presence.looking', {
    names: list(people.map(({ name }) => name)),
    count: people.length,
  });
  return (
    <span title={words} className="flex shrink-0 -space-x-1.5">
      {people.slice(0, 2).map(({ personId, name }) => (
        <span key={personId} className="rounded-full ring-2 ring-accent">
          <Avatar name={name} size="small" />
        </span>
      ))}
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
