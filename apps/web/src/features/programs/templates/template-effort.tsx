import type { TemplateItem } from '@ithaca/contracts/program-templates';
import Clock from 'lucide-react/icons/clock-3';
import UserCog from 'lucide-react/icons/user-cog';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Icon } from '../../../ui/icon.tsx';

const monthDays = 30.4375;

/** A length in whole months, at least one. */
export const monthsOf = (days: number): number => Math.max(1, Math.round(days / monthDays));

/** What a program of this shape asks of each side and of whoever runs it. */
export function TemplateEffort({ template }: { template: TemplateItem }) {
  const t = useText();
  const { number } = useFormat();
  const { format } = template;
  const hours = number(template.hoursPerMonth);
  const minutes = number(template.meetingMinutes);
  const months = t('programs.months', { count: monthsOf(template.lengthDays) });
  const sides =
    format === 'peer'
      ? [t('templates.effort.peer', { hours, months })]
      : format === 'flash'
        ? [t('templates.effort.flash.mentee', { minutes }), t('templates.effort.flash.mentor', { minutes })]
        : [
            t('templates.effort.mentee', { hours, months }),
            t(format === 'circle' ? 'templates.effort.circle' : 'templates.effort.mentor', { hours }),
          ];
  return (
    <ul aria-label={t('templates.effort')} className="flex flex-col gap-1 text-dense">
      {sides.map((side) => (
        <li key={side} className="flex items-start gap-2">
          <Icon of={Clock} className="mt-0.5 text-muted" />
          {side}
        </li>
      ))}
      <li className="flex items-start gap-2">
        <Icon of={UserCog} className="mt-0.5 text-muted" />
        {t('templates.effort.coordinator', { minutes: number(template.coordinatorMinutesPerWeek) })}
      </li>
    </ul>
  );
}
