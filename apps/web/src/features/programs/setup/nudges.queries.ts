import { nudgeRoutes } from '@ithaca/contracts/nudges';
import type { NudgeRule } from '@ithaca/domain/nudge';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import type { Locale } from '../../../locales/catalogues.ts';

export const nudgesQuery = (programId: string) =>
  queryOptions({
    queryKey: ['programs', programId, 'nudges'],
    queryFn: ({ signal }) => call(nudgeRoutes.list, { params: { programId } }, { signal }),
  });

export const nudgePreviewQuery = (programId: string, rule: NudgeRule, locale: Locale) =>
  queryOptions({
    queryKey: ['programs', programId, 'nudges', rule, locale],
    queryFn: ({ signal }) =>
      call(nudgeRoutes.preview, { params: { programId, rule }, query: { locale } }, { signal }),
    placeholderData: keepPreviousData,
  });
