import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import type { RuleKey } from './use-rules.ts';

/** A rule's name, and its value as the reader writes it. */
export function useRuleWords() {
  const t = useText();
  const { day, number } = useFormat();
  return {
    nameOf: (key: RuleKey) => t(`settings.rule.${key}`),
    valueOf: (key: RuleKey, value: string | number) => {
      if (typeof value === 'number') return number(value);
      if (key === 'pairingMode')
        return t(`programs.mode.${value === 'self-service' ? 'self-service' : 'coordinator'}`);
      return key === 'name' ? value : day(value);
    },
  };
}
