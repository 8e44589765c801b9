import type { TemplateItem } from '@ithaca/contracts/program-templates';
import { useText } from '../../../lib/i18n.tsx';

const translated = [
  'career-growth',
  'onboarding-buddy',
  'reverse',
  'leadership',
  'erg-circle',
  'peer-learning',
  'flash',
] as const;

/** Ithaca's templates in the reader's language; the organisation's say what was written. */
export function useTemplateWords(): (
  template: TemplateItem,
) => Pick<TemplateItem, 'name' | 'description' | 'example'> {
  const t = useText();
  return (template) => {
    const key = translated.find((known) => known === template.key);
    return key
      ? {
          name: t(`templates.standard.${key}`),
          description: t(`templates.standard.${key}.purpose`),
          example: t(`templates.standard.${key}.example`),
        }
      : template;
  };
}
