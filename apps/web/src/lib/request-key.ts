import { useState } from 'react';
import { ApiProblem } from './api.ts';

/**
 * The Idempotency-Key of a form that creates something: the same while nothing answers, so that trying again cannot
 * happen twice; a new one after each answer. Give `settled` to `onSettled` of the mutation.
 */
export function useRequestKey(): { key: string; settled: (reply: unknown, error: unknown) => void } {
  const [key, setKey] = useState(() => crypto.randomUUID());
  return {
    key,
    settled: (_reply, error) => {
      const isUnanswered = error instanceof ApiProblem && error.status === 0;
      if (!isUnanswered) setKey(crypto.randomUUID());
    },
  };
}
