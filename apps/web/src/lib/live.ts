import { presenceRoutes, type PresentPerson, type ProgramChange } from '@ithaca/contracts/presence';
import { BEAT_SECONDS } from '@ithaca/domain/presence';
import { addressOf, call } from './api.ts';

/** Where somebody is: a page, and the line of it they look at. */
export interface Whereabouts {
  place: string;
  focus: string | null;
}

type Listener = () => void;

/** Whoever walks through lines with a key held down says where they are once they stay. */
const SETTLE_MS = 250;
/** When the server does not want a stream, or none gets through: until then the answers to the beats are the news. */
const STREAM_AGAIN_MS = 60_000;
const NOBODY: readonly PresentPerson[] = [];

/**
 * One program as it is watched from this tab: a stream of server-sent events while the tab is in sight, and a beat that
 * says where one is and brings the same list, so that it works without the stream as well. Leaving the sight ends both.
 */
export class LiveProgram {
  readonly #programId: string;
  readonly #tab = crypto.randomUUID();
  readonly #listeners = new Set<Listener>();
  readonly #changeListeners = new Set<(change: ProgramChange) => void>();
  #whereabouts: Whereabouts | null = null;
  #source: EventSource | null = null;
  #beat: ReturnType<typeof setInterval> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  people = NOBODY;

  constructor(programId: string) {
    this.#programId = programId;
  }

  /** Hears of every new list of people, and begins to watch; the function that comes back ends it. */
  watch(listener: Listener): () => void {
    if (this.#listeners.size === 0) {
      document.addEventListener('visibilitychange', this.#turn);
      this.#turn();
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      document.removeEventListener('visibilitychange', this.#turn);
      this.#rest();
    };
  }

  /** Hears what others change. */
  onChange(listener: (change: ProgramChange) => void): () => void {
    this.#changeListeners.add(listener);
    return () => void this.#changeListeners.delete(listener);
  }

  /** Says where one is by now; null: only watches. */
  be(whereabouts: Whereabouts | null): void {
    this.#whereabouts = whereabouts;
    clearTimeout(this.#settling);
    if (whereabouts) this.#settling = setTimeout(() => void this.#say(), SETTLE_MS);
  }

  readonly #turn = () => {
    if (document.visibilityState === 'hidden') return this.#rest();
    this.#listen();
    clearInterval(this.#beat);
    this.#beat = setInterval(() => void this.#say(), BEAT_SECONDS * 1000);
    void this.#say();
  };

  #rest(): void {
    clearInterval(this.#beat);
    clearTimeout(this.#settling);
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
    this.#show(NOBODY);
  }

  #listen(): void {
    this.#source?.close();
    // Browsers without it, and tests, live by the beat.
    if (typeof EventSource === 'undefined') return;
    const source = new EventSource(
      addressOf(presenceRoutes.watch.path, {
        params: { programId: this.#programId },
        query: { tab: this.#tab },
      }),
    );
    this.#source = source;
    source.addEventListener('presence', ({ data }: MessageEvent<string>) => {
      this.#show((JSON.parse(data) as { people: PresentPerson[] }).people);
    });
    source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
      const change = JSON.parse(data) as ProgramChange;
      for (const listener of this.#changeListeners) listener(change);
    });
    // The server has forgotten this tab when it comes back after a break.
    source.addEventListener('open', () => void this.#say());
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED || this.#source !== source) return;
      this.#again = setTimeout(() => this.#listen(), STREAM_AGAIN_MS);
    });
  }

  async #say(): Promise<void> {
    if (!this.#whereabouts || document.visibilityState === 'hidden' || this.#listeners.size === 0) return;
    const said = this.#whereabouts;
    try {
      const { people } = await call(presenceRoutes.say, {
        params: { programId: this.#programId },
        body: { tab: this.#tab, ...said },
      });
      if (this.#listeners.size > 0) this.#show(people);
    } catch {
      // Who else is here is a help, never a reason to stop somebody: the next beat tries again.
    }
  }

  #show(people: readonly PresentPerson[]): void {
    if (JSON.stringify(people) === JSON.stringify(this.people)) return;
    this.people = people;
    for (const listener of this.#listeners) listener();
  }
}

const programs = new Map<string, LiveProgram>();

/** The one connection of this tab to a program. */
export function liveProgram(programId: string): LiveProgram {
  const known = programs.get(programId) ?? new LiveProgram(programId);
  programs.set(programId, known);
  return known;
}
