import type { ReplyOf } from '@ithaca/contracts/route';
import type { programRoutes } from '@ithaca/contracts/programs';
import { useText } from '../../lib/i18n.tsx';

const translated = [
  'career-growth',
  'onboarding-buddy',
  'reverse',
  'leadership',
  'erg-circle',
  'flash',
] as const;

type Template = ReplyOf<typeof programRoutes.listTemplates>['items'][number];

/** A template in the reader's language; one we do not know speaks for itself. */
export function useTemplateWords(): (template: Template) => Pick<Template, 'name' | 'purpose' | 'example'> {
  const t = useText();
  return (template) => {
    const key = translated.find((known) => known === template.key);
    return key
      ? {
          name: t(`programs.template.${key}`),
          purpose: t(`programs.template.${key}.purpose`),
          example: t(`programs.template.${key}.example`),
        }
      : template;
  };
}
