import { programTemplateRoutes, type TemplateItem } from '@ithaca/contracts/program-templates';
import type { RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { useRequestKey } from '../../../lib/request-key.ts';

/** What can be started from: the organisation's own templates and Ithaca's. */
export const templatesQuery = queryOptions({
  queryKey: ['templates', 'list'],
  queryFn: ({ signal }) => call(programTemplateRoutes.list, {}, { signal }),
});

export const templateQuery = ({ id, key }: Pick<TemplateItem, 'id' | 'key'>) =>
  queryOptions({
    queryKey: ['templates', id ?? key],
    queryFn: ({ signal }) =>
      id === null
        ? call(programTemplateRoutes.getStandard, { params: { templateKey: key ?? '' } }, { signal })
        : call(programTemplateRoutes.get, { params: { templateId: id } }, { signal }),
  });

export function useKeepTemplate() {
  const queries = useQueryClient();
  const { key, settled } = useRequestKey();
  return useMutation({
    mutationFn: (body: RequestOf<typeof programTemplateRoutes.create>['body']) =>
      call(programTemplateRoutes.create, { body }, { key }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['templates'] }),
    onSettled: settled,
    meta: { showsProblem: true },
  });
}

export type TemplateChange = RequestOf<typeof programTemplateRoutes.update>['body'];

/** Changes a template on top of the version that is given; answers the next one. */
export function useChangeTemplate({ showsProblem }: { showsProblem: boolean }) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, ...body }: { id: string; version: number } & TemplateChange) =>
      call(programTemplateRoutes.update, { params: { templateId: id }, version, body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['templates'] }),
    meta: { showsProblem },
  });
}
