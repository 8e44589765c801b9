import { useIsFetching } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';

/** A thin line on top while something is on its way for longer than a moment. The page itself says what it waits for. */
export function LoadingBar() {
  const isMoving = useRouterState({ select: (state) => state.isLoading });
  const fetching = useIsFetching();
  if (!isMoving && fetching === 0) return null;
  return (
    <div
      aria-hidden
      className="no-print pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5 animate-appear bg-accent"
    />
  );
}
