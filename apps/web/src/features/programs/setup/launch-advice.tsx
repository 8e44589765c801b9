import type { Cohort, Program } from '@ithaca/contracts/programs';
import { daysBetween } from '@ithaca/domain/cohort';
import { isTranslated } from '@ithaca/domain/enrolment-form';
import { sidesOf } from '@ithaca/domain/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { longestFill, minutesToFill } from '../../../lib/fill-time.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { Link } from '../../../ui/link.tsx';
import { programFormQuery } from '../form/program-form.queries.ts';
import { usedFor, type SetupStep } from './setup.ts';

type Advice = 'draft' | 'unused' | 'untranslated' | 'long' | 'milestones';

/** Where each is mended. */
const stepFor: Record<Advice, SetupStep> = {
  draft: 'questions',
  unused: 'questions',
  untranslated: 'questions',
  long: 'questions',
  milestones: 'rhythm',
};

/** What does not stop a launch and is better mended before it; nothing is shown when all is well. */
export function LaunchAdvice({ program, cohort }: { program: Program; cohort: Cohort }) {
  const t = useText();
  const { number } = useFormat();
  const { hrefOf } = useProgramFrame();
  const languages = useQuery(programFormQuery(program.id)).data?.languages ?? [];
  const { questions } = program.form;
  const length = daysBetween(cohort.startsOn, cohort.endsOn);
  const counts: Record<Advice, number> = {
    draft: program.formDraft ? 1 : 0,
    unused: questions.filter((question) => usedFor(question, program.policy) === 'nothing').length,
    untranslated: questions.filter((question) =>
      languages.slice(1).some(({ locale }) => !isTranslated(question, locale)),
    ).length,
    long:
      Math.max(...sidesOf(program.format).map((side) => minutesToFill(questions, side))) > longestFill
        ? 1
        : 0,
    milestones: program.journey.milestones.filter(({ dayOfCohort }) => dayOfCohort > length).length,
  };
  const found = (Object.keys(counts) as Advice[]).filter((advice) => counts[advice] > 0);
  if (found.length === 0) return null;
  return (
    <Card title={t('programs.advice')} description={t('programs.advice.what')}>
      <ul className="flex flex-col gap-1.5">
        {found.map((advice) => (
          <li key={advice}>
            <Link href={hrefOf('setup', { step: stepFor[advice] })}>
              {t(`programs.advice.${advice}`, { count: counts[advice], shown: number(counts[advice]) })}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
