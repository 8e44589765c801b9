import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { ResourceFacts } from '../../lib/resource-facts.tsx';
import { Button } from '../../ui/button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { keptQuery, usePlace } from './resources.queries.ts';

type TakeFromLibraryProps = { programId: string; present: readonly string[]; onClose: () => void };

/** What other programs of the organisation recommend already, to be used here as well. */
export function TakeFromLibrary({ programId, present, onClose }: TakeFromLibraryProps) {
  const t = useText();
  const { list } = useFormat();
  const kept = useQuery(keptQuery);
  const place = usePlace(programId);
  const [q, setQ] = useState('');
  const words = q.trim().toLowerCase();
  return (
    <Drawer isOpen onClose={onClose} title={t('reading.take')}>
      <div className="flex flex-col gap-4">
        <SearchField label={t('reading.search')} value={q} onChange={setQ} />
        <Loaded query={kept}>
          {({ items }) => {
            const shown = items.filter(
              ({ id, state, title, summary }) =>
                state === 'open' &&
                !present.includes(id) &&
                `${title} ${summary}`.toLowerCase().includes(words),
            );
            if (shown.length === 0) return <p className="text-muted">{t('reading.take.none')}</p>;
            return (
              <ul className="flex flex-col divide-y">
                {shown.map((item) => (
                  <li key={item.id} className="flex items-start gap-3 py-3">
                    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
                      <bdi className="font-medium">{item.title}</bdi>
                      <ResourceFacts item={item} isFinished={false} />
                      {item.programs.length > 0 && (
                        <p className="text-dense text-muted">
                          {list(
                            item.programs.map(({ programName }) => programName),
                            'conjunction',
                          )}
                        </p>
                      )}
                    </div>
                    <Button
                      size="small"
                      icon={Plus}
                      aria-label={t('reading.use', { title: item.title })}
                      isLoading={place.isPending && place.variables.resourceId === item.id}
                      onPress={() =>
                        place.mutate(
                          { resourceId: item.id, stage: 'any', milestone: null },
                          { onSuccess: () => showToast({ tone: 'success', title: t('reading.used') }) },
                        )
                      }
                    >
                      {t('common.add')}
                    </Button>
                  </li>
                ))}
              </ul>
            );
          }}
        </Loaded>
      </div>
    </Drawer>
  );
}
