import { endingOf, fileKinds, isPicture } from '@ithaca/domain/stored-file';
import { Refusal } from '@ithaca/domain/refusal';
import { fileTypeFromBuffer } from 'file-type';

import { readPictureSize } from './picture-size.ts';
import type { PictureSize } from './picture-size.ts';

/** More points than this are no photograph, but an attempt on the memory of who looks at it. */
const MOST_PIXELS = 64_000_000;

export interface FoundKind {
  mediaType: string;
  ending: string;
  /** Of pictures. */
  size: PictureSize | null;
}

/** What a file is, by its content; a refusal when that is nothing people may give to one another. */
export async function findKind(name: string, bytes: Uint8Array): Promise<FoundKind> {
  if (bytes.byteLength === 0) throw new Refusal('file.empty');
  const kind = (await kindOfContent(bytes)) ?? kindOfText(name, bytes);
  if (!kind)
    throw new Refusal('file.kind-refused', { taken: fileKinds.map(({ ending }) => ending).join(', ') });
  const size = isPicture(kind.mediaType) ? readPictureSize(bytes) : null;
  if (isPicture(kind.mediaType) && !size) throw new Refusal('file.damaged');
  if (size && size.width * size.height > MOST_PIXELS) throw new Refusal('file.too-many-pixels');
  return { ...kind, size };
}

async function kindOfContent(bytes: Uint8Array) {
  // A file that breaks its reader is of no kind.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return fileKinds.find(({ mediaType }) => mediaType === found?.mime && !mediaType.startsWith('text/'));
}

const TEXTS: readonly { mediaType: string; ending: string }[] = fileKinds.filter(({ mediaType }) =>
  mediaType.startsWith('text/'),
);

function kindOfText(name: string, bytes: Uint8Array) {
  const kind = TEXTS.find(({ ending }) => ending === endingOf(name));
  const isText = bytes.every(
    (byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c,
  );
  return isText ? kind : undefined;
}
