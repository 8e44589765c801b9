import type { Cohort } from '@ithaca/contracts/programs';
import { castSizes, REHEARSAL } from '@ithaca/domain/rehearsal';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { useBeginRehearsal } from './rehearsals.queries.ts';

/** How many invented people, and how many of them mentors. */
export function RehearseForm({ cohort, onClose }: { cohort: Cohort; onClose: () => void }) {
  const t = useText();
  const { number } = useFormat();
  const [people, setPeople] = useState<number>(REHEARSAL.usual);
  const [mentorShare, setMentorShare] = useState<number>(REHEARSAL.usualShare);
  const begin = useBeginRehearsal(cohort.id);
  const { mentors, mentees } = castSizes(cohort.programFormat, people, mentorShare);
  const isOfPeers = cohort.programFormat === 'peer';
  return (
    <FormDialog
      onClose={onClose}
      title={t('rehearsal.begin.ask', { name: cohort.name })}
      description={t('rehearsal.begin.what')}
      onSubmit={() => begin.mutate({ people, mentorShare }, { onSuccess: onClose })}
      failure={<ProblemBanner problem={begin.error} />}
      sendLabel={t('rehearsal.begin')}
      isSending={begin.isPending}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <NumberField
          label={t('rehearsal.begin.people')}
          minValue={REHEARSAL.least}
          maxValue={REHEARSAL.most}
          value={people}
          onChange={(value) => setPeople(Number.isNaN(value) ? REHEARSAL.usual : value)}
        />
        {!isOfPeers && (
          <NumberField
            label={t('rehearsal.begin.share')}
            minValue={REHEARSAL.leastShare / 100}
            maxValue={REHEARSAL.mostShare / 100}
            step={0.05}
            formatOptions={{ style: 'percent' }}
            value={mentorShare / 100}
            onChange={(value) =>
              setMentorShare(Number.isNaN(value) ? REHEARSAL.usualShare : Math.round(value * 100))
            }
          />
        )}
      </div>
      <p className="text-muted">
        {isOfPeers
          ? t('rehearsal.begin.peers', { people: number(mentees) })
          : t('rehearsal.begin.sizes', { mentors: number(mentors), mentees: number(mentees) })}
      </p>
    </FormDialog>
  );
}
