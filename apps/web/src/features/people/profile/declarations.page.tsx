import { declarationRoutes, type DeclaredAttribute } from '@ithaca/contracts/declarations';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { call } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Status } from '../../../ui/status.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { attributesQuery } from './declarations.queries.ts';

const AskDialog = lazyLayer(async () => (await import('./ask-attribute.form.tsx')).AskDialog);

/** What may people say about themselves, for what, and what comes of it in sums? */
export default function DeclarationsPage() {
  const t = useText();
  const mayChange = useCan('organisation.administer');
  const attributes = useQuery(attributesQuery);
  const [isAsking, setAsking] = useState(false);
  return (
    <Page title={t('declarations.title')} width="reading">
      <PageHeader
        title={t('declarations.title')}
        description={t('declarations.what')}
        actions={
          <Button
            variant="primary"
            icon={Plus}
            disabledReason={mayChange ? undefined : t('declarations.readOnly')}
            onPress={() => setAsking(true)}
          >
            {t('declarations.add')}
          </Button>
        }
      />
      <Loaded query={attributes}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('declarations.empty')}>{t('declarations.empty.why')}</EmptyState>
          ) : (
            <div className="flex flex-col gap-4">
              {items.map((attribute) => (
                <Attribute key={attribute.id} attribute={attribute} mayChange={mayChange} />
              ))}
            </div>
          )
        }
      </Loaded>
      {isAsking && <AskDialog onClose={() => setAsking(false)} />}
    </Page>
  );
}

function Attribute({ attribute, mayChange }: { attribute: DeclaredAttribute; mayChange: boolean }) {
  const t = useText();
  const { list } = useFormat();
  const queries = useQueryClient();
  const [isRetiring, setRetiring] = useState(false);
  const retire = useMutation({
    mutationFn: () =>
      call(declarationRoutes.retire, {
        params: { attributeId: attribute.id },
        version: attribute.version,
      }),
    onSuccess: () => showToast({ title: t('declarations.retired') }),
    onSettled: () => {
      setRetiring(false);
      return queries.invalidateQueries({ queryKey: ['declarations'] });
    },
  });
  const isOpen = attribute.state === 'open';
  const readers =
    attribute.seenBy.length === 0
      ? t('declarations.seenBy.nobody')
      : list(
          attribute.seenBy.map((role) => t(`declarations.role.${role}`)),
          'conjunction',
        );
  return (
    <Card
      title={attribute.name}
      description={t(`declarations.purpose.${attribute.purpose}`)}
      actions={
        isOpen ? (
          mayChange && (
            <Button size="small" variant="quiet" onPress={() => setRetiring(true)}>
              {t('declarations.retire')}
              <span className="sr-only">: {attribute.name}</span>
            </Button>
          )
        ) : (
          <Status tone="neutral">{t('declarations.retired')}</Status>
        )
      }
    >
      {attribute.explanation && <p className="mb-3 text-body">{attribute.explanation}</p>}
      {isOpen && <Sums attribute={attribute} />}
      <p className="mt-3 text-dense text-muted">{t('declarations.seenBy', { who: readers })}</p>
      <ConfirmDialog
        isOpen={isRetiring}
        onClose={() => setRetiring(false)}
        onConfirm={() => retire.mutate()}
        isDangerous
        isLoading={retire.isPending}
        title={t('declarations.retire')}
        confirmLabel={t('declarations.retire')}
      >
        {t('declarations.retire.what', { name: attribute.name })}
      </ConfirmDialog>
    </Card>
  );
}

function Sums({ attribute: { counts, isReader, choices } }: { attribute: DeclaredAttribute }) {
  const t = useText();
  const { number, day } = useFormat();
  if (!isReader || counts === null)
    return (
      <div className="flex flex-col gap-2 text-body">
        <ul className="list-disc ps-5">
          {choices.map(({ key, label }) => (
            <li key={key}>
              <bdi>{label}</bdi>
            </li>
          ))}
        </ul>
        <p className="text-dense text-muted">
          {t(isReader ? 'declarations.tooFew' : 'declarations.notReader')}
        </p>
      </div>
    );
  const people = new Map(counts.choices.map((one) => [one.key, one.people]));
  return (
    <div className="flex flex-col gap-2">
      <DescriptionList
        facts={choices.map(({ key, label }) => {
          const sum = people.get(key) ?? null;
          return { term: label, value: sum === null ? t('declarations.hidden') : number(sum) };
        })}
      />
      <p className="text-dense text-muted">
        {t('declarations.counted', { declared: number(counts.declared), day: day(counts.countedOn) })}
      </p>
    </div>
  );
}
