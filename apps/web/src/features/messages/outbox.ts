import type { Attachment } from '@ithaca/contracts/messages';
import { useCallback, useEffect, useState } from 'react';
import type { Unsent } from './messages.queries.ts';

export interface Waiting extends Unsent {
  /** What went wrong at the last try; null while it is being sent. */
  error: unknown;
}

const nameOf = (place: string) => `ithaca.unsent.${place}`;

function stored(place: string): Waiting[] {
  try {
    const found = JSON.parse(sessionStorage.getItem(nameOf(place)) ?? '[]') as Unsent[];
    return found.map(({ key, body, files = [] }) => ({ key, body, files, error: 'reload' }));
  } catch {
    return [];
  }
}

/** Messages on their way from one writer in one thread (`place`): kept over a reload, tried again on demand, given up by hand. */
export function useOutbox(place: string, send: (message: Unsent) => Promise<unknown>) {
  const [waiting, setWaiting] = useState<Waiting[]>(() => stored(place));
  useEffect(() => {
    if (waiting.length === 0) sessionStorage.removeItem(nameOf(place));
    else
      sessionStorage.setItem(
        nameOf(place),
        JSON.stringify(waiting.map(({ key, body, files }) => ({ key, body, files }))),
      );
  }, [place, waiting]);

  const mark = (key: string, error: unknown) =>
    setWaiting((now) => now.map((each) => (each.key === key ? { ...each, error } : each)));
  const giveUp = useCallback(
    (key: string) => setWaiting((now) => now.filter((each) => each.key !== key)),
    [],
  );
  const attempt = async (message: Unsent) => {
    mark(message.key, null);
    try {
      await send(message);
      giveUp(message.key);
    } catch (error) {
      mark(message.key, error);
    }
  };
  const add = (body: string, files: Attachment[]) => {
    const message = { key: crypto.randomUUID(), body, files };
    setWaiting((now) => [...now, { ...message, error: null }]);
    void attempt(message);
  };
  return { waiting, add, retry: (message: Unsent) => void attempt(message), giveUp };
}
