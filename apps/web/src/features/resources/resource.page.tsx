import { resourceRoutes, type Resource } from '@ithaca/contracts/resources';
import { takesProof } from '@ithaca/domain/resource';
import { useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import Download from 'lucide-react/icons/download';
import ExternalLink from 'lucide-react/icons/external-link';
import { addressOf } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Marked } from '../../lib/marked.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { ResourceFacts } from '../../lib/resource-facts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { showToast } from '../../ui/toast.tsx';
import { resourceQuery, useSetUse } from './resources.queries.ts';

const ProofForm = lazyLayer(async () => (await import('./proof.form.tsx')).ProofForm);

const scale = ['1', '2', '3', '4', '5'] as const;

/** What is it, and have I done with it? One resource to read, open or save. */
export default function ResourcePage({ resourceId }: { resourceId: string }) {
  const t = useText();
  const resource = useQuery(resourceQuery(resourceId));
  return (
    <Page title={resource.data?.title ?? t('reading.library')} width="reading">
      <Loaded query={resource} level="page">
        {(data) => <Reading resource={data} />}
      </Loaded>
    </Page>
  );
}

function Reading({ resource }: { resource: Resource }) {
  const t = useText();
  return (
    <>
      <PageHeader
        crumbs={[{ label: t('reading.library'), href: '/library' }]}
        title={resource.title}
        description={<ResourceFacts item={resource} isFinished={resource.mine.finishedAt !== null} />}
      />
      {resource.summary !== '' && (
        <p dir="auto" className="text-lead text-pretty text-muted">
          {resource.summary}
        </p>
      )}
      <Content resource={resource} />
      <Mine resource={resource} />
    </>
  );
}

function Content({ resource }: { resource: Resource }) {
  const t = useText();
  const { number } = useFormat();
  const { source, link, body, file } = resource;
  if (source === 'text')
    return (
      <Card>
        <Marked text={body} />
      </Card>
    );
  if (source === 'link')
    return (
      <div className="flex flex-col items-start gap-1.5">
        <LinkButton
          variant="primary"
          icon={ExternalLink}
          href={link}
          target="_blank"
          rel="noreferrer noopener"
        >
          {t('reading.open')}
        </LinkButton>
        <p className="text-dense text-muted">
          {t('reading.outside')} <bdi>{new URL(link).host}</bdi>
        </p>
      </div>
    );
  if (!file) return null;
  const megabytes = number(Math.max(0.1, file.bytes / 1_000_000), {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 1,
  });
  return (
    <div className="flex flex-col items-start gap-1.5">
      <LinkButton
        variant="primary"
        icon={Download}
        href={addressOf(resourceRoutes.file.path, { params: { resourceId: resource.id } })}
        download={file.name}
      >
        {t('reading.save')}
      </LinkButton>
      <p className="text-dense text-muted">
        <bdi>{file.name}</bdi>, {megabytes}
      </p>
    </div>
  );
}

/** What I say about it: finished or not, how good, and where the certificate of a course can be seen. */
function Mine({ resource }: { resource: Resource }) {
  const t = useText();
  const { day, number } = useFormat();
  const set = useSetUse(resource);
  const { mine, kind } = resource;
  const isFinished = mine.finishedAt !== null;
  const say = (changes: Partial<{ isFinished: boolean; rating: number | null; proof: string }>) =>
    set.mutate({ isFinished, rating: mine.rating, proof: mine.proof, ...changes });
  return (
    <Card title={t('reading.mine')} description={t('reading.mine.what')}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <Button
            variant={isFinished ? 'secondary' : 'primary'}
            {...(!isFinished && { icon: Check })}
            isLoading={set.isPending}
            onPress={() => {
              say({ isFinished: !isFinished });
              if (!isFinished) showToast({ tone: 'success', title: t('reading.finish.said') });
            }}
          >
            {t(isFinished ? 'reading.unfinish' : `reading.finish.${kind}`)}
          </Button>
          {mine.finishedAt !== null && (
            <span className="text-muted">{t('reading.finishedOn', { day: day(mine.finishedAt) })}</span>
          )}
        </div>
        <RadioGroup
          label={t('reading.rate')}
          layout="row"
          choices={scale.map((id) => ({ id, label: number(Number(id)) }))}
          value={mine.rating === null ? null : (String(mine.rating) as (typeof scale)[number])}
          onChange={(value) => say({ rating: Number(value) })}
        />
        {takesProof(kind) && isFinished && (
          <ProofForm
            key={mine.proof}
            proof={mine.proof}
            isSaving={set.isPending}
            onSave={(proof) => say({ proof })}
          />
        )}
      </div>
    </Card>
  );
}
