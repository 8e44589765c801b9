import type { Journey } from '@ithaca/contracts/journey';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';

type AgreementFieldsProps = {
  journey: Journey;
  set: (part: Partial<Journey>) => void;
  errorAt: (path: string) => string | undefined;
  isReadOnly: boolean;
};

const parts = [
  ['expectations', 2000],
  ['boundaries', 2000],
  ['agreement', 4000],
] as const;

/** What the program proposes to its pairings, part by part as they will read and sign it. */
export function AgreementFields({ journey, set, errorAt, isReadOnly }: AgreementFieldsProps) {
  const t = useText();
  return (
    <Card title={t('programs.agreement')} description={t('programs.agreement.what')}>
      <div className="flex flex-col gap-5">
        <TextField
          label={t('programs.agreement.channel')}
          description={t('programs.agreement.channel.help')}
          isOptional
          value={journey.channel ?? ''}
          onChange={(channel) => set({ channel })}
          isDisabled={isReadOnly}
          error={errorAt('journey.channel')}
        />
        {parts.map(([part, maxLength]) => (
          <TextArea
            key={part}
            label={t(`programs.agreement.${part}`)}
            isOptional
            rows={3}
            value={journey[part] ?? ''}
            onChange={(words) => set({ [part]: words })}
            maxLength={maxLength}
            isDisabled={isReadOnly}
            error={errorAt(`journey.${part}`)}
          />
        ))}
      </div>
    </Card>
  );
}
