import ClipboardPaste from 'lucide-react/icons/clipboard-paste';
import { useState } from 'react';
import { ApiProblem } from '../../../lib/api.ts';
import { goTo } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { FileDrop } from '../../../ui/file-drop.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { FirstRows } from './import-first-rows.tsx';
import { useUpload } from './imports.queries.ts';
import { useRefusalWords } from './import-words.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const PasteDialog = lazyLayer(async () => (await import('./import-paste-dialog.tsx')).PasteDialog);

const largest = 32 * 1024 * 1024;
const accepted = [
  '.xlsx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.csv',
  '.txt',
  '.tsv',
  'text/csv',
  'text/plain',
  'text/tab-separated-values',
];

/** A file whose name says something else than it is: read as what it is when somebody says so. */
const readOtherwise: Partial<
  Record<string, { ending: string; words: 'imports.refused.asWorkbook' | 'imports.refused.asText' }>
> = {
  'import.is-workbook': { ending: 'xlsx', words: 'imports.refused.asWorkbook' },
  'import.not-workbook': { ending: 'csv', words: 'imports.refused.asText' },
};

/** A file dropped or chosen, or cells pasted from a sheet. Uploading changes nothing yet; the import's page goes on. */
export function ImportUpload() {
  const t = useText();
  const refusalWords = useRefusalWords();
  const upload = useUpload();
  const [tooLarge, setTooLarge] = useState<ApiProblem | null>(null);
  const [isPasting, setPasting] = useState(false);
  const [sent, setSent] = useState<File | null>(null);
  const send = (file: File) => {
    // A body that is too large is cut off before the server can say so.
    const refusal = file.size > largest ? new ApiProblem({ status: 413, code: 'request.too-large' }) : null;
    setTooLarge(refusal);
    setSent(file);
    if (refusal) return;
    upload.mutate(file, { onSuccess: ({ id }) => goTo(`/imports/${id}`) });
  };
  const error = refusalWords(tooLarge ?? upload.error);
  const otherwise = upload.error instanceof ApiProblem ? readOtherwise[upload.error.code] : undefined;
  return (
    <div className="flex flex-col gap-3">
      <FileDrop
        label={t('imports.drop')}
        hint={
          upload.isPending ? (
            <span className="inline-flex items-center gap-2">
              <Spinner />
              {t('imports.reading')}
            </span>
          ) : (
            t('imports.drop.hint')
          )
        }
        accept={accepted}
        onFile={send}
        isDisabled={upload.isPending}
      />
      {upload.isPending && sent && <FirstRows file={sent} />}
      {error && !isPasting && (
        <Banner
          tone="danger"
          isAnnounced
          title={t('imports.refused', { file: sent?.name ?? '' })}
          actions={
            otherwise &&
            sent && (
              <Button size="small" onPress={() => send(new File([sent], `${sent.name}.${otherwise.ending}`))}>
                {t(otherwise.words)}
              </Button>
            )
          }
        >
          {error}
        </Banner>
      )}
      <Button
        variant="quiet"
        size="small"
        icon={ClipboardPaste}
        onPress={() => {
          upload.reset();
          setPasting(true);
        }}
        className="self-center"
      >
        {t('imports.paste')}
      </Button>
      {isPasting && (
        <PasteDialog
          isSending={upload.isPending}
          error={error}
          onClose={() => setPasting(false)}
          onPaste={(cells) =>
            send(new File([cells], `${t('imports.paste.name')}.txt`, { type: 'text/plain' }))
          }
        />
      )}
    </div>
  );
}
