import { useQuery } from '@tanstack/react-query';
import Trash from 'lucide-react/icons/trash-2';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { DatePicker } from '../../../ui/date-picker.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { SecretAddress } from '../../../ui/secret-address.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { linksQuery, useRemoveLink } from './links.queries.ts';

export interface WantedLink {
  /** Null until somebody has chosen: then the most common domain is meant. */
  domains: string[] | null;
  untilOn: string | null;
}

/** A link for many: to which domains and until when it opens, and the links there are. */
export function LinkPart({
  wanted,
  onChange,
  address,
  error,
}: {
  wanted: WantedLink;
  onChange: (wanted: WantedLink) => void;
  address: string | null;
  error: string | undefined;
}) {
  const t = useText();
  const { cohort } = useCohort();
  const links = useQuery(linksQuery(cohort.id)).data;
  if (address)
    return (
      <SecretAddress
        address={address}
        title={t('enrolments.link.ready')}
        description={t('enrolments.link.ready.what')}
        label={t('enrolments.link.address')}
      />
    );
  const [usual] = links?.domains ?? [];
  const domains = wanted.domains ?? (usual ? [usual.domain] : []);
  return (
    <>
      <TagField
        label={t('enrolments.link.domains')}
        description={t('enrolments.link.domains.what')}
        choices={(links?.domains ?? []).map(({ domain, people }) => ({
          id: domain,
          label: domain,
          description: t('common.people', { count: people }),
        }))}
        value={domains}
        onChange={(next) => onChange({ ...wanted, domains: next })}
        error={error}
      />
      <DatePicker
        label={t('enrolments.link.until')}
        value={wanted.untilOn}
        onChange={(untilOn) => onChange({ ...wanted, untilOn })}
        max={cohort.enrolmentClosesOn}
        error={wanted.untilOn === null ? error : undefined}
      />
      {links && links.items.length > 0 && <OpenLinks items={links.items} cohortId={cohort.id} />}
    </>
  );
}

type Item = Awaited<ReturnType<NonNullable<ReturnType<typeof linksQuery>['queryFn']>>>['items'][number];

function OpenLinks({ items, cohortId }: { items: readonly Item[]; cohortId: string }) {
  const t = useText();
  const { day, list, number } = useFormat();
  const remove = useRemoveLink(cohortId);
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-dense font-medium">{t('enrolments.link.open')}</h3>
      <ul className="divide-y rounded-lg border">
        {items.map(({ id, domains, untilOn, isOpen, came }) => (
          <li key={id} className="flex items-center gap-3 px-3 py-2">
            <span className="min-w-0 flex-1">
              <span dir="ltr" className="block truncate text-start font-medium">
                {list(domains)}
              </span>
              <span className="block text-dense text-muted">
                {t(isOpen ? 'enrolments.link.line' : 'enrolments.link.over', { day: day(untilOn) })}
                {' · '}
                {t('enrolments.link.came', { count: came, shown: number(came) })}
              </span>
            </span>
            <IconButton
              icon={Trash}
              label={t('enrolments.link.remove')}
              onPress={() =>
                remove.mutate(id, {
                  onSuccess: () => showToast({ tone: 'info', title: t('enrolments.link.removed') }),
                })
              }
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
