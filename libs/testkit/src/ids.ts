let counter = 0;

/** Tells processes that write into one database apart. */
const mark = (globalThis.process?.pid ?? 0).toString(16).padStart(3, '0').slice(-3);

/** A version-7 UUID: the time of the story, then a counter, so that rows made later sort later. */
export function sequentialId(at: Date): string {
  counter += 1;
  const time = at.getTime().toString(16).padStart(12, '0');
  const count = counter.toString(16).padStart(15, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.slice(0, 3)}-8${count.slice(3, 6)}-${count.slice(6)}${mark}`;
}
