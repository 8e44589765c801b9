import { attachmentMegabytes, mostAttachments, type Attachment } from '@ithaca/contracts/messages';
import { endingOf, fileEndings } from '@ithaca/domain/stored-file';
import { useEffect, useRef, useState } from 'react';
import { discardAttachment, uploadAttachment } from './messages.queries.ts';

/** A file beside the words that are being written. */
export interface Attaching {
  key: string;
  name: string;
  /** Null once a page was left and found again: what is ready needs it no more. */
  file: File | null;
  /** How much of it has left, 0 to 1. */
  share: number;
  /** What it has become on the other side; null until it is there. */
  attachment: Attachment | null;
  /** Why it did not get there: a problem of the server, or what can be told beforehand. */
  error: unknown;
}
export type LocalFault = 'kind' | 'size';

const nameOf = (place: string) => `ithaca.attached.${place}`;

function stored(place: string): Attaching[] {
  try {
    const found = JSON.parse(sessionStorage.getItem(nameOf(place)) ?? '[]') as Attachment[];
    return found.map((attachment) => ({
      key: attachment.id,
      name: attachment.name,
      file: null,
      share: 1,
      attachment,
      error: null,
    }));
  } catch {
    return [];
  }
}

/** The files that go with the next message of one writer in one thread (`place`). They are uploaded at once and kept over a reload. */
export function useAttachments(pairingId: string, place: string) {
  const [files, setFiles] = useState<Attaching[]>(() => stored(place));
  const stops = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const ready = files.flatMap(({ attachment }) => attachment ?? []);
    if (ready.length === 0) sessionStorage.removeItem(nameOf(place));
    else sessionStorage.setItem(nameOf(place), JSON.stringify(ready));
  }, [place, files]);
  useEffect(() => {
    const underWay = stops.current;
    return () => {
      for (const stop of underWay.values()) stop.abort();
    };
  }, []);

  const change = (key: string, changes: Partial<Attaching>) =>
    setFiles((now) => now.map((each) => (each.key === key ? { ...each, ...changes } : each)));

  const send = async (key: string, file: File) => {
    const stop = new AbortController();
    stops.current.set(key, stop);
    change(key, { error: null, share: 0 });
    try {
      const attachment = await uploadAttachment(pairingId, file, {
        key,
        signal: stop.signal,
        onProgress: (share) => change(key, { share }),
      });
      change(key, { attachment, name: attachment.name, share: 1 });
    } catch (error) {
      if (!stop.signal.aborted) change(key, { error });
    } finally {
      stops.current.delete(key);
    }
  };

  const add = (chosen: readonly File[]) => {
    const room = mostAttachments - files.length;
    const added = chosen.slice(0, room).map((file) => ({
      key: crypto.randomUUID(),
      name: file.name,
      file,
      share: 0,
      attachment: null,
      error: faultOf(file),
    }));
    setFiles((now) => [...now, ...added]);
    for (const { key, file, error } of added) if (error === null) void send(key, file);
    return { tooMany: chosen.length > room };
  };

  const remove = (key: string) => {
    const gone = files.find((each) => each.key === key);
    stops.current.get(key)?.abort();
    // What cannot be taken back now is swept away by itself, as nothing uses it.
    if (gone?.attachment) void discardAttachment(pairingId, gone.attachment.id).catch(() => undefined);
    setFiles((now) => now.filter((each) => each.key !== key));
  };

  return {
    files,
    add,
    remove,
    retry: ({ key, file }: Attaching) => file && void send(key, file),
    clear: () => setFiles([]),
    isUploading: files.some(({ attachment, error }) => attachment === null && error === null),
    hasFailed: files.some(({ error }) => error !== null),
  };
}

function faultOf(file: File): LocalFault | null {
  if (file.size > attachmentMegabytes * 1024 * 1024) return 'size';
  return fileEndings.includes(endingOf(file.name)) ? null : 'kind';
}
