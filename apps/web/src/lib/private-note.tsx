import { meetingRoutes } from '@ithaca/contracts/meetings';
import type { PrivateNote } from '@ithaca/contracts/meetings';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Lock from 'lucide-react/icons/lock';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/banner.tsx';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { call } from './api.ts';
import { useText } from './i18n.tsx';
import { Loaded } from './page.tsx';
import { problemWords } from './problem-words.ts';
import { SaveWords } from './save-words.tsx';
import { useAutosave } from './text-autosave.ts';

/** As much as one of the notes of a meeting may hold. */
export const MOST_NOTE = 20_000;

/** A note of a meeting, or without one of the pairing as a whole. */
export type NotePlace = { pairingId: string; meetingId?: string };

const noteQuery = ({ pairingId, meetingId }: NotePlace) =>
  queryOptions({
    // Not below the pairing's own key: what others change there never changes this.
    queryKey: ['private-note', pairingId, meetingId ?? null],
    queryFn: ({ signal }) =>
      meetingId === undefined
        ? call(meetingRoutes.getPairingNote, { params: { pairingId } }, { signal })
        : call(meetingRoutes.getPrivateNote, { params: { meetingId } }, { signal }),
  });

/** Notes that nobody else can ever read; looks unlike the shared ones. */
export function PrivateNoteCard({ place, off }: { place: NotePlace; off: string | undefined }) {
  const t = useText();
  const query = useQuery(noteQuery(place));
  return (
    <Loaded query={query}>
      {(note) => <Note place={place} note={note} off={off} title={t('pairings.private')} />}
    </Loaded>
  );
}

type NoteProps = { place: NotePlace; note: PrivateNote; off: string | undefined; title: string };

function Note({ place, note, off, title }: NoteProps) {
  const t = useText();
  const { actor } = useSession();
  const queries = useQueryClient();
  const { pairingId, meetingId } = place;
  const save = useMutation({
    mutationFn: (body: string) =>
      meetingId === undefined
        ? call(meetingRoutes.setPairingNote, { params: { pairingId }, body: { body } })
        : call(meetingRoutes.setPrivateNote, { params: { meetingId }, body: { body } }),
    onSuccess: (_, body) =>
      queries.setQueryData(noteQuery(place).queryKey, { body, updatedAt: new Date().toISOString() }),
    meta: { showsProblem: true },
  });
  const { text, write, flush, state } = useAutosave(
    note.body,
    (body) => save.mutateAsync(body),
    `ithaca.private-note.${meetingId ?? pairingId}.${actor.personId}`,
  );
  return (
    <Card
      className="border-dashed border-edge! bg-surface!"
      title={title}
      actions={<SaveWords state={state} onRetry={() => void flush()} />}
    >
      <div className="flex flex-col gap-2">
        <p className="flex items-start gap-1.5 text-dense text-muted">
          <Icon of={Lock} className="mt-px" />
          {t('pairings.private.who')}
        </p>
        <TextArea
          label={title}
          isLabelHidden
          className="[&_textarea]:min-h-28"
          maxLength={MOST_NOTE}
          value={text}
          onChange={write}
          onBlur={() => void flush()}
          isReadOnly={off !== undefined}
          description={off}
        />
        {state.kind === 'failed' && (
          <Banner tone="danger" isAnnounced>
            {problemWords(state.error, t)}
          </Banner>
        )}
      </div>
    </Card>
  );
}
