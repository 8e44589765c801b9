import { messageRoutes, type Attachment } from '@ithaca/contracts/messages';
import { isPicture } from '@ithaca/domain/stored-file';
import FileText from 'lucide-react/icons/file-text';
import { addressOf } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';

type MessageFilesProps = { pairingId: string; files: readonly Attachment[] };

/** The files of a message, to be saved; pictures show what they are. */
export function MessageFiles({ pairingId, files }: MessageFilesProps) {
  const t = useText();
  const { number } = useFormat();
  const sizeOf = (bytes: number) =>
    bytes < 1_000_000
      ? number(Math.max(1, Math.round(bytes / 1000)), { style: 'unit', unit: 'kilobyte' })
      : number(bytes / 1_000_000, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
  return (
    <ul aria-label={t('messages.files')} className="my-1 flex max-w-full flex-wrap gap-2">
      {files.map(({ id, name, mediaType, bytes, width, height }) => {
        const address = addressOf(messageRoutes.file.path, { params: { pairingId, fileId: id } });
        return (
          <li key={id} className="max-w-full min-w-0">
            <a
              href={address}
              download={name}
              className="flex max-w-64 flex-col overflow-hidden rounded-lg border bg-raised text-text no-underline hover:bg-hover"
            >
              {isPicture(mediaType) && (
                <img
                  src={address}
                  alt=""
                  loading="lazy"
                  width={width ?? 160}
                  height={height ?? 96}
                  className="h-32 w-full min-w-40 bg-surface object-cover"
                />
              )}
              <span className="flex items-center gap-2 px-3 py-2">
                <Icon of={FileText} className="shrink-0 text-muted" />
                <span className="sr-only">{t('messages.files.save')}</span>
                <bdi className="truncate text-dense">{name}</bdi>
                <span className="shrink-0 text-caption text-muted">{sizeOf(bytes)}</span>
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
