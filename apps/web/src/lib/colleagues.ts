import { peopleRoutes } from '@ithaca/contracts/people';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './api.ts';

/** So many letters a search for colleagues needs. */
export const FEWEST_LETTERS = 2;

/** Colleagues whose name begins so. */
export const colleaguesQuery = (words: string) =>
  queryOptions({
    queryKey: ['people', 'search', words],
    queryFn: ({ signal }) => call(peopleRoutes.find, { query: { q: words } }, { signal }),
    enabled: words.length >= FEWEST_LETTERS,
    placeholderData: keepPreviousData,
  });

/** A colleague as something to choose: the name, and what tells two of the same name apart. */
export const choiceOf = ({
  id,
  displayName,
  jobTitle,
  department,
}: {
  id: string;
  displayName: string;
  jobTitle: string;
  department: string;
}) => ({ id, label: displayName, description: [jobTitle, department].filter(Boolean).join(' · ') });
