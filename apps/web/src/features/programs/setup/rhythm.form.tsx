import type { Journey, Milestone } from '@ithaca/contracts/journey';
import { EXTENSION_WEEKS } from '@ithaca/domain/extension';
import { useQuery } from '@tanstack/react-query';
import Flag from 'lucide-react/icons/flag';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { AgreementFields } from './agreement-fields.tsx';
import { plainText } from '../../../lib/marked-text.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { GoalPlansCard } from './goal-plans-card.tsx';
import { PartsCard } from './parts-card.tsx';
import { programFormQuery } from '../form/program-form.queries.ts';
import type { StepProps } from './setup.ts';

const MilestoneForm = lazyLayer(async () => (await import('./milestone.form.tsx')).MilestoneForm);

const usualCadences = [7, 14, 21, 28, 42, 56];
const monthDays = 30.4375;

function Milestones({
  programId,
  journey,
  set,
  isReadOnly,
}: {
  programId: string;
  journey: Journey;
  set: (part: Partial<Journey>) => void;
  isReadOnly: boolean;
}) {
  const t = useText();
  const { number, list, language } = useFormat();
  // The words of a milestone itself are in the organisation's own language.
  const languages = useQuery(programFormQuery(programId)).data?.languages ?? [];
  const otherLocales = languages.slice(1).map(({ locale }) => locale);
  const { milestones } = journey;
  return (
    <PartsCard<Milestone>
      title={t('programs.milestones')}
      description={t('programs.milestones.what')}
      icon={Flag}
      none={t('programs.milestones.none')}
      addLabel={t('programs.milestone.add')}
      fullReason={milestones.length >= 40 ? t('programs.milestones.full') : undefined}
      parts={milestones}
      newPart={{ title: '', dayOfCohort: 14, guide: '' }}
      onChange={(next) =>
        set({ milestones: next.toSorted((one, other) => one.dayOfCohort - other.dayOfCohort) })
      }
      isReadOnly={isReadOnly}
      lineOf={({ dayOfCohort, agenda, guide, texts }) => {
        const missing = otherLocales.filter((locale) => !texts?.[locale]?.title);
        return (
          <>
            <p className="text-dense text-muted">
              {[
                t('programs.milestone.day', { day: number(dayOfCohort) }),
                t('programs.milestone.points', { count: agenda?.length ?? 0 }),
                ...(missing.length > 0
                  ? [t('programs.texts.missing', { list: list(missing.map(language)) })]
                  : []),
              ].join(' · ')}
            </p>
            {guide && (
              <p dir="auto" className="mt-1 line-clamp-2 text-dense">
                {plainText(guide)}
              </p>
            )}
          </>
        );
      }}
      formOf={({ part, ...form }) => <MilestoneForm {...form} milestone={part} locales={otherLocales} />}
    />
  );
}

/** How often pairs meet, for how long, what they aim at on the way, and what they agree on. */
export function RhythmForm({ program, change, errorAt, isReadOnly }: StepProps) {
  const t = useText();
  const { number } = useFormat();
  const { journey } = program;
  const set = (part: Partial<Journey>) => change({ journey: { ...journey, ...part } });
  const cadences = [...new Set([...usualCadences, journey.cadenceDays])].sort((one, other) => one - other);
  const meetingHours = ((journey.meetingMinutes / 60) * monthDays) / journey.cadenceDays;
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <Select
          label={t('programs.cadence')}
          choices={cadences.map((days) => ({
            id: String(days),
            label: t('programs.every', { count: days }),
          }))}
          value={String(journey.cadenceDays)}
          onChange={(days) => set({ cadenceDays: Number(days) })}
          isDisabled={isReadOnly}
        />
        <NumberField
          label={t('programs.meetingMinutes')}
          minValue={10}
          maxValue={480}
          step={5}
          value={journey.meetingMinutes}
          onChange={(value) => !Number.isNaN(value) && set({ meetingMinutes: value })}
          isDisabled={isReadOnly}
          error={errorAt('journey.meetingMinutes')}
        />
        <NumberField
          label={t('programs.lengthWeeks')}
          description={t('programs.lengthWeeks.what')}
          minValue={1}
          maxValue={156}
          value={Math.round(journey.lengthDays / 7)}
          onChange={(weeks) => !Number.isNaN(weeks) && set({ lengthDays: weeks * 7 })}
          isDisabled={isReadOnly}
          error={errorAt('journey.lengthDays')}
        />
        <NumberField
          label={t('programs.hoursPerMonth')}
          description={t('programs.hoursPerMonth.what', {
            hours: number(meetingHours, { maximumFractionDigits: 1 }),
          })}
          minValue={0}
          maxValue={80}
          step={0.25}
          value={journey.hoursPerMonth}
          onChange={(value) => !Number.isNaN(value) && set({ hoursPerMonth: value })}
          isDisabled={isReadOnly}
          error={errorAt('journey.hoursPerMonth')}
        />
        <NumberField
          label={t('programs.extensionWeeks')}
          description={t('programs.extensionWeeks.what')}
          minValue={0}
          maxValue={EXTENSION_WEEKS.most}
          value={journey.extensionWeeks ?? EXTENSION_WEEKS.usual}
          onChange={(weeks) => !Number.isNaN(weeks) && set({ extensionWeeks: weeks })}
          isDisabled={isReadOnly}
          error={errorAt('journey.extensionWeeks')}
        />
      </div>
      <Milestones programId={program.id} journey={journey} set={set} isReadOnly={isReadOnly} />
      <GoalPlansCard
        programId={program.id}
        plans={program.goalPlans}
        change={change}
        isReadOnly={isReadOnly}
      />
      <AgreementFields journey={journey} set={set} errorAt={errorAt} isReadOnly={isReadOnly} />
    </>
  );
}
