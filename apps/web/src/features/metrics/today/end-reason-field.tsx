import { endReasons, type EndReason } from '@ithaca/domain/pairing';
import { useText } from '../../../lib/i18n.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';

interface EndReasonFieldProps {
  value: EndReason | null;
  onChange: (reason: EndReason) => void;
  /** Sent before one was chosen. */
  isMissing: boolean;
}

/** Why somebody's mentoring ends, as its coordinator sees it. */
export function EndReasonField({ value, onChange, isMissing }: EndReasonFieldProps) {
  const t = useText();
  return (
    <RadioGroup<EndReason>
      label={t('metrics.end.reason')}
      seenBy={t('metrics.end.seenBy')}
      choices={endReasons.map((id) => ({ id, label: t(`metrics.end.reason.${id}`) }))}
      value={value}
      onChange={onChange}
      error={isMissing ? t('metrics.end.choose') : undefined}
    />
  );
}
