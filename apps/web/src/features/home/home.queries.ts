import { homeRoutes } from '@ithaca/contracts/reports';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Whatever changes what is to be done next invalidates `['home']`. */
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => call(homeRoutes.get, {}, { signal }),
});
