import type { Question } from '@ithaca/contracts/programs';
import { useText } from '../../../lib/i18n.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';

type AskedOf = Question['askedOf'];
const everybody: readonly AskedOf[] = ['both', 'mentee', 'mentor'];

interface AskedOfFieldProps {
  value: AskedOf;
  onChange: (askedOf: AskedOf) => void;
  isDisabled?: boolean;
}

/** Which side is asked. Peers are alike, so there it does not stand. */
export function AskedOfField(props: AskedOfFieldProps) {
  const t = useText();
  return (
    <RadioGroup
      {...props}
      label={t('programs.askedOf')}
      layout="row"
      choices={everybody.map((id) => ({ id, label: t(`programs.askedOf.${id}`) }))}
    />
  );
}
