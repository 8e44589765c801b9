import { MOST_REVIEWERS } from '@ithaca/domain/concern';
import { useQuery } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { ColleagueField } from '../../lib/colleague-field.tsx';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { reviewersQuery, useNameReviewers } from './organisations.queries.ts';

/** Who looks at reported messages; each choice holds at once. */
export function ReviewersForm() {
  const t = useText();
  const reviewers = useQuery(reviewersQuery);
  const name = useNameReviewers();
  const [added, setAdded] = useState(0);
  return (
    <Section title={t('organisations.reviewers')} description={t('organisations.reviewers.what')}>
      <Loaded query={reviewers}>
        {({ items }) => {
          const ids = items.map(({ personId }) => personId);
          return (
            <div className="flex flex-col gap-4">
              {items.length === 0 ? (
                <p className="text-muted">{t('organisations.reviewers.none')}</p>
              ) : (
                <ul
                  aria-label={t('organisations.reviewers.names')}
                  className="flex flex-col divide-y rounded-lg border"
                >
                  {items.map((reviewer) => (
                    <li key={reviewer.personId} className="flex items-center gap-3 px-3 py-2">
                      <Avatar name={reviewer.name} size="small" />
                      <span className="min-w-0 flex-1 truncate">
                        {reviewer.name} <span className="text-dense text-muted">{reviewer.jobTitle}</span>
                      </span>
                      <IconButton
                        size="small"
                        icon={X}
                        label={t('organisations.reviewers.remove', { name: reviewer.name })}
                        onPress={() => name.mutate(ids.filter((id) => id !== reviewer.personId))}
                      />
                    </li>
                  ))}
                </ul>
              )}
              <ProblemBanner problem={name.error} />
              {items.length < MOST_REVIEWERS ? (
                <ColleagueField
                  key={added}
                  label={t('organisations.reviewers.add')}
                  value={null}
                  onChange={(id) => {
                    if (id === null || ids.includes(id)) return;
                    name.mutate([...ids, id]);
                    setAdded(added + 1);
                  }}
                />
              ) : (
                <p className="text-dense text-muted">{t('organisations.reviewers.full')}</p>
              )}
            </div>
          );
        }}
      </Loaded>
    </Section>
  );
}
