import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useAddNote } from '../matching.queries.ts';

type NoteFormProps = {
  proposalId: string;
  pair: string;
  onDone: () => void;
  onClose: () => void;
};

/** The dialog asks for one thing: whoever opened it types at once. */
const atOnce = { autoFocus: true } as const;

/** A note on a pair. One line, Enter keeps it. */
export function NoteForm({ proposalId, pair, onDone, onClose }: NoteFormProps) {
  const t = useText();
  const add = useAddNote(proposalId);
  const [body, setBody] = useState('');
  const [isTried, setTried] = useState(false);
  const given = body.trim();
  return (
    <FormDialog
      onClose={onClose}
      size="small"
      title={t('review.note.add')}
      description={pair}
      label={t('review.note.add')}
      onSubmit={() => {
        setTried(true);
        if (given !== '' && !add.isPending) add.mutate(given, { onSuccess: onDone });
      }}
      failure={<ProblemBanner problem={add.error} />}
      sendLabel={t('review.note.save')}
      isSending={add.isPending}
    >
      <TextField
        label={t('review.note')}
        description={t('review.note.what')}
        seenBy={t('matching.choose.seen')}
        {...atOnce}
        value={body}
        onChange={setBody}
        maxLength={600}
        error={isTried && given === '' ? t('problem.field.required') : undefined}
      />
    </FormDialog>
  );
}
