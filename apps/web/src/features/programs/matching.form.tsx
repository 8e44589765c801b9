import { ANSWER_DAYS, pairingModes } from '@ithaca/domain/mentor-request';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useText } from '../../lib/i18n.tsx';
import { PolicySentences } from '../../lib/policy-sentences.tsx';
import { useProgramFrame } from '../../shell/cohort.ts';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import type { StepProps } from './setup.ts';

/** What makes a good pair here, in sentences; changed in the one editor, which shows what each change would do. */
export function MatchingForm({ program, change, errorAt, isReadOnly }: StepProps) {
  const t = useText();
  const { cohort } = useProgramFrame();
  const query = cohort ? `?cohort=${cohort.id}` : '';
  return (
    <>
      <Card title={t('programs.mode')}>
        <div className="flex flex-col gap-5">
          <RadioGroup
            label={t('programs.mode')}
            isLabelHidden
            layout="cards"
            choices={pairingModes.map((id) => ({
              id,
              label: t(`programs.mode.${id}`),
              description: t(`programs.mode.${id}.what`),
            }))}
            value={program.pairingMode}
            onChange={(pairingMode) => change({ pairingMode })}
            isDisabled={isReadOnly}
          />
          {program.pairingMode === 'self-service' && (
            <NumberField
              label={t('programs.answerDays')}
              description={t('programs.answerDays.what')}
              className="max-w-60"
              minValue={ANSWER_DAYS.least}
              maxValue={ANSWER_DAYS.most}
              value={program.answerDays}
              onChange={(answerDays) => change({ answerDays })}
              isDisabled={isReadOnly}
              error={errorAt('answerDays')}
            />
          )}
        </div>
      </Card>
      <Card title={t('policy.title')} description={t('programs.matching.where')}>
        <div className="flex flex-col items-start gap-5">
          <div className="w-full">
            <PolicySentences policy={program.policy} />
          </div>
          <LinkButton href={`/manage/${program.id}/matching/policy${query}`}>
            <Icon of={SlidersHorizontal} />
            {t('policy.change')}
          </LinkButton>
        </div>
      </Card>
    </>
  );
}
