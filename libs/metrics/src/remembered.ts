/**
 * Remembers of each object what was last formed of it, and by what (a day, a list of days), so that of a thousand pairings only those
 * are measured again that are others now. For objects that nobody changes; it does not keep them alive. What is formed by another
 * key takes the place of what was there.
 */
export class Remembered<O extends object, T> {
  readonly #known = new WeakMap<O, { by: string; found: T }>();

  /** What is remembered of the object under this key; else what `form` answers, remembered from now on. */
  find(of: O, by: string, form: (of: O) => T): T {
    const known = this.#known.get(of);
    if (known?.by === by) return known.found;
    const found = form(of);
    this.#known.set(of, { by, found });
    return found;
  }
}
