import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api.ts';
import { text } from './i18n.tsx';
import { showToast } from '../ui/toast.tsx';
import { problemWords } from './problem-words.ts';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** The form shows the problem beside its fields; otherwise a toast does. */
      showsProblem?: boolean;
    };
  }
}

const isSignedOut = (error: unknown) => error instanceof ApiProblem && error.status === 401;
/** Nothing answered, or the service asks to come back: worth another try by itself. */
const isPassing = (error: unknown) =>
  error instanceof ApiProblem && [0, 502, 503, 504].includes(error.status);

function tell(error: unknown): void {
  showToast({ tone: 'danger', title: problemWords(error, text) });
}

/**
 * The one place of server data. Reads are fresh for 15 seconds and tried three times while nothing answers; writes are
 * never repeated by themselves, and what goes wrong with them is said in a toast.
 */
export function createQueries({ onSignedOut }: { onSignedOut: () => void }): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isSignedOut(error)) onSignedOut();
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _sent, _context, mutation) => {
        if (isSignedOut(error)) onSignedOut();
        else if (!mutation.meta?.showsProblem) tell(error);
      },
    }),
    defaultOptions: {
      queries: { staleTime: 15_000, retry: (failures, error) => failures < 2 && isPassing(error) },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
