import { inboxRoutes } from '@ithaca/contracts/organisations';

/** When the server does not want a stream, or none gets through: until then reading anew on focus is the news. */
const STREAM_AGAIN_MS = 60_000;

/**
 * Hears that the inbox is another one by now, while this tab is in sight; the function that comes back ends it. What is in it
 * is then read as ever. Without the stream (an old proxy, a browser without it) the inbox is read when the tab is looked at.
 */
export function watchInbox(onNews: () => void): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  const turn = () => {
    rest();
    if (document.visibilityState === 'hidden' || typeof EventSource === 'undefined') return;
    const opened = new EventSource(inboxRoutes.watch.path);
    source = opened;
    opened.addEventListener('inbox', onNews);
    // Whatever came while nobody listened yet.
    opened.addEventListener('open', onNews);
    opened.addEventListener('error', () => {
      if (opened.readyState === EventSource.CLOSED && source === opened)
        again = setTimeout(turn, STREAM_AGAIN_MS);
    });
  };
  document.addEventListener('visibilitychange', turn);
  turn();
  return () => {
    document.removeEventListener('visibilitychange', turn);
    rest();
  };
}
