import type { Program } from '@ithaca/contracts/programs';
import { ANSWER_DAYS, pairingModes } from '@ithaca/domain/mentor-request';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';

type Mode = Pick<Program, 'pairingMode' | 'answerDays'>;

/** How people find each other, and how long a mentor who is asked has for an answer. */
export function PairingModeCard({
  mode: { pairingMode, answerDays },
  isOfPeers,
  onChange,
  isReadOnly,
  answerDaysError,
}: {
  mode: Mode;
  isOfPeers: boolean;
  onChange: (part: Partial<Mode>) => void;
  isReadOnly: boolean;
  answerDaysError: string | undefined;
}) {
  const t = useText();
  return (
    <Card title={t('programs.mode')}>
      <div className="flex flex-col gap-5">
        <RadioGroup
          label={t('programs.mode')}
          isLabelHidden
          layout="cards"
          choices={pairingModes.map((id) => ({
            id,
            label: t(`programs.mode.${id}`),
            description: t(
              id === 'self-service' && isOfPeers
                ? 'programs.mode.self-service.what.peers'
                : `programs.mode.${id}.what`,
            ),
          }))}
          value={pairingMode}
          onChange={(next) => onChange({ pairingMode: next })}
          isDisabled={isReadOnly}
        />
        {pairingMode === 'self-service' && (
          <NumberField
            label={t('programs.answerDays')}
            description={t('programs.answerDays.what')}
            className="max-w-60"
            minValue={ANSWER_DAYS.least}
            maxValue={ANSWER_DAYS.most}
            value={answerDays}
            onChange={(next) => onChange({ answerDays: next })}
            isDisabled={isReadOnly}
            error={answerDaysError}
          />
        )}
      </div>
    </Card>
  );
}
