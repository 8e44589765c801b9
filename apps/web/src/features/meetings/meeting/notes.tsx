import type { Meeting } from '@ithaca/contracts/meetings';
import { useText } from '../../../lib/i18n.tsx';
import { MOST_NOTE } from '../../../lib/private-note.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import { SaveWords } from '../../../lib/save-words.tsx';
import { Clash, useAutosave } from '../../../lib/text-autosave.ts';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { useUpdate, type Place } from '../meetings.queries.ts';

const isSame = (one: string, other: string) => one.trim() === other.trim();

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
          maxLength={MOST_NOTE}
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
