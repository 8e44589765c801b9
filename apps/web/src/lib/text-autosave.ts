import { useCallback, useEffect, useRef, useState } from 'react';

export type SaveState =
  | { kind: 'clean' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: string }
  | { kind: 'failed'; error: unknown }
  | { kind: 'clash'; theirs: string };

/** Rejects a save: somebody else wrote in the same text meanwhile. Nothing is saved until the person decides. */
export class Clash extends Error {
  readonly theirs: string;
  constructor(theirs: string) {
    super('The text was changed by somebody else');
    this.name = 'Clash';
    this.theirs = theirs;
  }
}

const PAUSE = 1_000;
// The API trims: a space at the end is no difference.
const isSame = (one: string, other: string) => one.trim() === other.trim();

/** Words that are being written are kept on the device until they are saved, for a reload or a lost connection. */
const drafts = {
  read: (key: string) => sessionStorage.getItem(key),
  keep: (key: string, words: string) => sessionStorage.setItem(key, words),
  drop: (key: string) => sessionStorage.removeItem(key),
};

/**
 * A text that saves itself a second after the last key, on leaving the field and on leaving the page. `save` gets the text
 * and what it was based on, and rejects when it could not be saved; the text stays. `stored` is what the server has.
 */
export function useAutosave(
  stored: string,
  save: (text: string, base: string) => Promise<unknown>,
  draftKey: string,
) {
  const [text, setText] = useState(() => drafts.read(draftKey) ?? stored);
  const [base, setBase] = useState(stored);
  const [state, setState] = useState<SaveState>({ kind: 'clean' });
  const latest = useRef({ text, base, save, state });
  useEffect(() => {
    latest.current = { text, base, save, state };
  });

  // What the partner wrote comes in as long as nothing of mine is waiting.
  if (!isSame(stored, base) && isSame(text, base)) {
    setText(stored);
    setBase(stored);
  }

  const flush = useCallback(async () => {
    const now = latest.current;
    const from = now.base;
    if (now.state.kind === 'saving' || now.state.kind === 'clash' || isSame(now.text, from)) return;
    const sent = now.text;
    setState({ kind: 'saving' });
    latest.current.state = { kind: 'saving' };
    try {
      await now.save(sent, from);
      setBase(sent);
      latest.current.base = sent;
      const isWhole = latest.current.text === sent;
      if (isWhole) drafts.drop(draftKey);
      setState(isWhole ? { kind: 'saved', at: new Date().toISOString() } : { kind: 'waiting' });
    } catch (error) {
      setState(error instanceof Clash ? { kind: 'clash', theirs: error.theirs } : { kind: 'failed', error });
    }
  }, [draftKey]);

  const write = useCallback(
    (words: string) => {
      setText(words);
      drafts.keep(draftKey, words);
      // While it is being saved it stays so, and a clash waits for a decision; the words are kept all the same.
      setState((now) => (now.kind === 'saving' || now.kind === 'clash' ? now : { kind: 'waiting' }));
    },
    [draftKey],
  );

  const isWaiting = !isSame(text, base) && (state.kind === 'waiting' || state.kind === 'clean');
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => void flush(), PAUSE);
    return () => clearTimeout(timer);
  }, [isWaiting, text, flush]);

  useEffect(() => {
    const leave = () => void flush();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [flush]);

  /** Replaces the text and what it is based on, after a clash. */
  const settle = useCallback(
    (words: string, onto: string) => {
      setText(words);
      setBase(onto);
      latest.current.text = words;
      latest.current.base = onto;
      if (isSame(words, onto)) {
        drafts.drop(draftKey);
        setState({ kind: 'clean' });
      } else {
        drafts.keep(draftKey, words);
        setState({ kind: 'waiting' });
      }
    },
    [draftKey],
  );

  return { text, write, flush, settle, state };
}
