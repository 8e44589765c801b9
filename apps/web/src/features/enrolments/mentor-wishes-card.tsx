import { useQuery } from '@tanstack/react-query';
import UserPlus from 'lucide-react/icons/user-plus';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { problemWords } from '../../lib/problem-words.ts';
import { useCohort } from '../../shell/cohort.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CheckboxGroup } from '../../ui/checkbox-group.tsx';
import { showToast } from '../../ui/toast.tsx';
import { mentorWishesQuery, useInvite } from './enrolments.queries.ts';

/** Former mentees who would be mentors now: invited as such with one press. Shown while there is somebody to invite. */
export function MentorWishesCard() {
  const t = useText();
  const { day } = useFormat();
  const { program, cohort } = useCohort();
  const found = useQuery(mentorWishesQuery(cohort.id)).data?.items ?? [];
  const invite = useInvite(program.id, cohort.id);
  const [left, setLeft] = useState<readonly string[]>([]);
  if (found.length === 0) return null;
  const chosen = found.map(({ personId }) => personId).filter((id) => !left.includes(id));
  return (
    <Card
      title={t('enrolments.wishes', { count: found.length })}
      description={t('enrolments.wishes.what')}
      footer={
        <Button
          icon={UserPlus}
          isLoading={invite.isPending}
          disabledReason={chosen.length === 0 ? t('enrolments.wishes.none') : undefined}
          onPress={() =>
            invite.mutate(
              { personIds: chosen, role: 'mentor' },
              {
                onSuccess: ({ invited, skipped }) =>
                  showToast({
                    tone: invited > 0 ? 'success' : 'danger',
                    title: t('enrolments.wishes.invited', { count: invited }),
                    ...(skipped.length > 0 && {
                      description: t('enrolments.wishes.skipped', { count: skipped.length }),
                    }),
                  }),
                onError: (error) => showToast({ tone: 'danger', title: problemWords(error, t) }),
              },
            )
          }
        >
          {t('enrolments.wishes.invite', { count: chosen.length })}
        </Button>
      }
    >
      <CheckboxGroup
        label={t('enrolments.wishes.who')}
        isLabelHidden
        choices={found.map(({ personId, displayName, jobTitle, cohortName, wishedAt }) => ({
          id: personId,
          label: displayName,
          description: [
            jobTitle,
            t('enrolments.wishes.from', { cohort: cohortName, day: day(wishedAt, 'medium') }),
          ]
            .filter(Boolean)
            .join(' · '),
        }))}
        value={chosen}
        onChange={(ids) => setLeft(found.map(({ personId }) => personId).filter((id) => !ids.includes(id)))}
      />
    </Card>
  );
}
