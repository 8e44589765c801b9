import type { Goal } from '@ithaca/contracts/goals';
import NotebookPen from 'lucide-react/icons/notebook-pen';
import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useAddGoalNote } from './goals.queries.ts';

const AT_FIRST = 2;

type GoalNotesProps = { pairingId: string; goal: Goal; off: string | undefined };

/** How it went, newest first; older notes on demand. */
export function GoalNotes({ pairingId, goal, off }: GoalNotesProps) {
  const t = useText();
  const { relative } = useFormat();
  const [isWriting, setWriting] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const [words, setWords] = useState('');
  const add = useAddGoalNote(pairingId, goal.id);
  const input = useRef<HTMLTextAreaElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isWriting) input.current?.focus();
  }, [isWriting]);
  const close = () => {
    setWriting(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const newest = goal.notes.toSorted((a, b) => b.writtenAt.localeCompare(a.writtenAt));
  const shown = isWhole ? newest : newest.slice(0, AT_FIRST);
  const send = () => {
    if (words.trim() === '') return;
    add.mutate(words.trim(), {
      onSuccess: () => {
        setWords('');
        close();
      },
    });
  };
  if (off !== undefined && newest.length === 0) return null;
  return (
    <div className="flex flex-col gap-3 border-t pt-3">
      {shown.length > 0 && (
        <ul aria-label={t('goals.notes')} className="flex flex-col gap-3">
          {shown.map((note) => (
            <li key={note.id}>
              <p dir="auto" className="whitespace-pre-line">
                {note.body}
              </p>
              <p className="text-dense text-muted">
                <bdi>{note.authorName}</bdi> ·{' '}
                <time dateTime={note.writtenAt}>{relative(note.writtenAt)}</time>
              </p>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {off === undefined && !isWriting && (
          <Button
            ref={opener}
            size="small"
            variant="quiet"
            icon={NotebookPen}
            className="-ms-2"
            onPress={() => setWriting(true)}
          >
            {t('goals.note.add')}
          </Button>
        )}
        {!isWhole && newest.length > AT_FIRST && (
          <Button size="small" variant="quiet" onPress={() => setWhole(true)}>
            {t('goals.notes.more', { count: newest.length - AT_FIRST })}
          </Button>
        )}
      </div>
      {isWriting && (
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <TextArea
            label={t('goals.note.add')}
            rows={2}
            inputRef={input}
            maxLength={2000}
            value={words}
            onChange={setWords}
            seenBy={t('goals.note.who')}
          />
          <ProblemBanner problem={add.error} />
          <div className="flex gap-2">
            <Button type="submit" variant="primary" isLoading={add.isPending}>
              {t('goals.note.save')}
            </Button>
            <Button onPress={close}>{t('common.cancel')}</Button>
          </div>
        </form>
      )}
    </div>
  );
}
