import type { MyEnrolment } from '@ithaca/contracts/enrolments';
import type { OpenCohort } from '@ithaca/contracts/programs';
import { addDays } from '@ithaca/domain/cohort';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useEffect, useRef } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { StandingPanel } from './standing-panel.tsx';

/** After sending: that it arrived, and what happens when. */
export function SentPanel({
  cohort,
  enrolment,
  isNew,
}: {
  cohort: OpenCohort;
  enrolment: MyEnrolment;
  isNew: boolean;
}) {
  const t = useText();
  const { day, instant } = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(isNew ? null : enrolment.state);
  useEffect(() => {
    // Sent, paused, gone on: what was pressed is gone, so the reader is led to what is new.
    if (shown.current === enrolment.state) return;
    shown.current = enrolment.state;
    heading.current?.focus();
    window.scrollTo({ top: 0 });
  }, [enrolment.state]);
  const { standing } = enrolment;
  const goesOn = !['matched', 'completed', 'withdrawn', 'declined', 'paused'].includes(enrolment.state);
  const steps = [
    { on: cohort.enrolmentClosesOn, words: t('enrolments.then.edit') },
    ...(standing?.kind === 'draw' ? [{ on: standing.drawnOn, words: t('enrolments.then.seat') }] : []),
    { on: addDays(cohort.enrolmentClosesOn, 1), words: t('enrolments.then.match') },
    { on: cohort.startsOn, words: t(`enrolments.then.start.${enrolment.role}`) },
  ];
  if (standing?.kind === 'declined') return <StandingPanel enrolment={enrolment} standing={standing} />;
  return (
    <section className="flex flex-col gap-4 rounded-lg border bg-card p-4 sm:p-5">
      <div className="flex items-start gap-3">
        <Icon of={CircleCheck} size={20} className="mt-0.5 text-success" />
        <div>
          <h2 ref={heading} tabIndex={-1} className="text-lead font-semibold outline-none">
            {t(isNew || standing ? 'enrolments.sent' : `enrolments.sent.${enrolment.role}`)}
          </h2>
          <p className="text-dense text-muted">
            {isNew
              ? t('enrolments.sent.mail')
              : enrolment.submittedAt && t('enrolments.sent.on', { at: instant(enrolment.submittedAt) })}
          </p>
        </div>
      </div>
      {standing && <StandingPanel enrolment={enrolment} standing={standing} />}
      {goesOn && cohort.state === 'enrolling' && (
        <ol className="flex flex-col gap-2.5 border-s ps-4">
          {steps.map(({ on, words }) => (
            <li key={words}>
              <p className="text-dense text-muted">{day(on, 'long')}</p>
              <p>{words}</p>
            </li>
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-2">
        <LinkButton variant={isNew ? 'primary' : 'secondary'} href="/my">
          {t('enrolments.toMine')}
        </LinkButton>
      </div>
    </section>
  );
}
