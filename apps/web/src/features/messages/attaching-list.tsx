import { attachmentMegabytes } from '@ithaca/contracts/messages';
import { fileKinds } from '@ithaca/domain/stored-file';
import RotateCw from 'lucide-react/icons/rotate-cw';
import X from 'lucide-react/icons/x';
import { useText } from '../../lib/i18n.tsx';
import { ApiProblem } from '../../lib/api.ts';
import { problemWords } from '../../lib/problem-words.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import type { Attaching } from './use-attachments.ts';

type AttachingListProps = {
  files: readonly Attaching[];
  onRetry: (file: Attaching) => void;
  onRemove: (key: string) => void;
};

/** The files of a message that is still being written: how far each has come, what went wrong, and the way to take it out again. */
export function AttachingList({ files, onRetry, onRemove }: AttachingListProps) {
  const t = useText();
  const words = (error: unknown) => {
    if (error === 'kind')
      return t('problem.file.kind-refused', { taken: fileKinds.map(({ ending }) => ending).join(', ') });
    if (error === 'size') return t('messages.files.tooLarge', { megabytes: attachmentMegabytes });
    return problemWords(error, t);
  };
  return (
    <ul aria-label={t('messages.files.chosen')} className="flex flex-col gap-1.5">
      {files.map((file) => (
        <li
          key={file.key}
          className={cx(
            'flex items-center gap-2 rounded-md border py-1 ps-3 pe-1',
            file.error !== null && 'border-danger',
          )}
        >
          <div className="min-w-0 flex-1">
            <bdi className="block truncate text-dense">{file.name}</bdi>
            {file.error !== null && (
              <p role="alert" className="text-dense text-danger">
                {words(file.error)}
              </p>
            )}
            {file.error === null && file.attachment === null && (
              <ProgressBar
                label={t('messages.files.progress', { name: file.name })}
                isLabelHidden
                value={file.share * 100}
              />
            )}
          </div>
          {file.error !== null && isPassing(file.error) && file.file && (
            <IconButton
              size="small"
              icon={RotateCw}
              label={t('messages.files.retry', { name: file.name })}
              onPress={() => onRetry(file)}
            />
          )}
          <IconButton
            size="small"
            icon={X}
            label={t('messages.files.remove', { name: file.name })}
            onPress={() => onRemove(file.key)}
          />
        </li>
      ))}
    </ul>
  );
}

/** Whether the same file may get through another time. */
const isPassing = (error: unknown) =>
  error instanceof ApiProblem && (error.code === 'network' || error.status === 429 || error.status >= 500);
