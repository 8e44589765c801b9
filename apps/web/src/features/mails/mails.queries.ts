import {
  programMailRoutes as routes,
  type MailText,
  type MailWording,
} from '@ithaca/contracts/program-mails';
import { sentMailRoutes, type MailState } from '@ithaca/contracts/sent-mails';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { pagedQuery } from '../../lib/paging.ts';
import { useRequestKey } from '../../lib/request-key.ts';
import type { Locale } from '../../locales/catalogues.ts';

export const programMailsQuery = (programId: string, locale: Locale) =>
  queryOptions({
    queryKey: ['programs', programId, 'mails', locale],
    queryFn: ({ signal }) => call(routes.list, { params: { programId }, query: { locale } }, { signal }),
  });

export type TextPlace = { programId: string; kind: string; locale: Locale };

const textKey = ({ programId, kind, locale }: TextPlace) => [
  'programs',
  programId,
  'mail-text',
  kind,
  locale,
];

export const mailTextQuery = (place: TextPlace) =>
  queryOptions({
    queryKey: textKey(place),
    queryFn: ({ signal }) => call(routes.getText, { params: place }, { signal }),
  });

/** Saves the words of a mail, or with null sends the standard again. */
export function useSaveMailText(place: TextPlace) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ wording, version }: { wording: MailWording | null; version: number }) =>
      wording
        ? call(routes.saveText, { params: place, body: wording, version })
        : call(routes.restoreText, { params: place, version }),
    onSuccess: (text: MailText) => {
      queries.setQueryData(textKey(place), text);
      return queries.invalidateQueries({ queryKey: ['programs', place.programId, 'mails'] });
    },
    meta: { showsProblem: true },
  });
}

export const mailReadersQuery = (programId: string, name: string) =>
  queryOptions({
    queryKey: ['programs', programId, 'mail-readers', name],
    queryFn: ({ signal }) => call(routes.listReaders, { params: { programId }, query: { name } }, { signal }),
    placeholderData: keepPreviousData,
  });

export type Previewed = { personId?: string | undefined; locale: Locale; wording: MailWording };

export const mailPreviewQuery = ({ programId, kind }: TextPlace, shown: Previewed) =>
  queryOptions({
    queryKey: ['programs', programId, 'mail-preview', kind, shown],
    queryFn: ({ signal }) => call(routes.preview, { params: { programId, kind }, body: shown }, { signal }),
    placeholderData: keepPreviousData,
    // What cannot be read is wrong for good: the words beside the fields say so.
    retry: false,
  });

export function useSendTest({ programId, kind }: TextPlace) {
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (shown: Previewed) =>
      call(routes.sendTest, { params: { programId, kind }, body: shown }, { key }),
    onSettled: settled,
  });
}

type SentFilters = { state: MailState | undefined; kind: string; name: string; locale: Locale };

export const sentMailsQuery = (programId: string, { state, kind, name, locale }: SentFilters) =>
  pagedQuery(['programs', programId, 'sent-mails', state, kind, name, locale], ({ cursor, signal }) =>
    call(
      sentMailRoutes.list,
      {
        params: { programId },
        query: { cursor, name, locale, ...(state && { state }), ...(kind && { kind }) },
      },
      { signal },
    ),
  );

export function useSendAgain(programId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (mailId: string) => call(sentMailRoutes.sendAgain, { params: { programId, mailId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['programs', programId, 'sent-mails'] }),
  });
}
