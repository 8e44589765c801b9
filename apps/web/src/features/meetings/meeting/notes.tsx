import type { Meeting } from '@ithaca/contracts/meetings';
import Lock from 'lucide-react/icons/lock';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { useSetPrivateNote, useUpdate, type Place } from '../meetings.queries.ts';
import { Clash, useAutosave, type SaveState } from './autosave.ts';

const MOST = 20_000;

const isSame = (one: string, other: string) => one.trim() === other.trim();

/** Whether the text is safe, in the line of the title; said to screen readers when it changes for good. */
function SaveWords({ state, onRetry }: { state: SaveState; onRetry: () => void }) {
  const t = useText();
  const { instant } = useFormat();
  const words = {
    clean: '',
    waiting: t('meetings.notes.waiting'),
    saving: t('common.saving'),
    saved: state.kind === 'saved' ? t('common.savedAt', { time: instant(state.at, { withDay: false }) }) : '',
    failed: '',
    clash: '',
  }[state.kind];
  return (
    <span className="flex items-center gap-2 py-1 text-dense text-muted">
      <span aria-live="polite">{state.kind === 'waiting' || state.kind === 'saving' ? '' : words}</span>
      {(state.kind === 'waiting' || state.kind === 'saving') && <span aria-hidden>{words}</span>}
      {state.kind === 'failed' && (
        <Button size="small" onPress={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </span>
  );
}

type NotesProps = { place: Place; meeting: Meeting; off: string | undefined };

/** Notes for both, saved by themselves. */
export function SharedNotes({ place, meeting, off }: NotesProps) {
  const t = useText();
  const { actor } = useSession();
  const update = useUpdate(place, { showsProblem: true });
  const { text, write, flush, settle, state } = useAutosave(
    meeting.notes,
    (notes, base) =>
      update.mutateAsync((now) => {
        if (!isSame(now.notes, base) && !isSame(now.notes, notes)) throw new Clash(now.notes);
        return { notes };
      }),
    `ithaca.notes.${meeting.id}.${actor.personId}`,
  );
  return (
    <Card
      title={t('meetings.notes')}
      description={t('meetings.notes.who')}
      actions={<SaveWords state={state} onRetry={() => void flush()} />}
    >
      <div className="flex flex-col gap-3">
        <TextArea
          label={t('meetings.notes')}
          isLabelHidden
          className="[&_textarea]:min-h-44"
          maxLength={MOST}
          value={text}
          onChange={write}
          onBlur={() => void flush()}
          isReadOnly={off !== undefined}
          description={off}
          placeholder={off === undefined ? t('meetings.notes.placeholder') : ''}
        />
        {state.kind === 'clash' && (
          <Banner tone="warning" title={t('meetings.notes.clash')} isAnnounced>
            <blockquote dir="auto" className="my-2 border-s-2 border-edge ps-3 whitespace-pre-line">
              {state.theirs || t('meetings.notes.clash.empty')}
            </blockquote>
            <div className="flex flex-wrap gap-2">
              <Button
                size="small"
                variant="primary"
                onPress={() => settle(`${state.theirs}\n\n${text}`.trim(), state.theirs)}
              >
                {t('meetings.notes.clash.both')}
              </Button>
              <Button size="small" onPress={() => settle(text, state.theirs)}>
                {t('meetings.notes.clash.mine')}
              </Button>
              <Button size="small" onPress={() => settle(state.theirs, state.theirs)}>
                {t('meetings.notes.clash.theirs')}
              </Button>
            </div>
          </Banner>
        )}
        {state.kind === 'failed' && (
          <Banner tone="danger" isAnnounced>
            {problemWords(state.error, t)}
          </Banner>
        )}
      </div>
    </Card>
  );
}

/** Notes that nobody else can ever read; looks unlike the shared ones. */
export function PrivateNote({ place, meeting, off }: NotesProps) {
  const t = useText();
  const { actor } = useSession();
  const save = useSetPrivateNote(place);
  const { text, write, flush, state } = useAutosave(
    meeting.privateNote,
    (body) => save.mutateAsync(body),
    `ithaca.private-note.${meeting.id}.${actor.personId}`,
  );
  return (
    <Card
      className="border-dashed border-edge! bg-surface!"
      title={t('meetings.private')}
      actions={<SaveWords state={state} onRetry={() => void flush()} />}
    >
      <div className="flex flex-col gap-2">
        <p className="flex items-start gap-1.5 text-dense text-muted">
          <Icon of={Lock} className="mt-px" />
          {t('meetings.private.who')}
        </p>
        <TextArea
          label={t('meetings.private')}
          isLabelHidden
          className="[&_textarea]:min-h-28"
          maxLength={MOST}
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
