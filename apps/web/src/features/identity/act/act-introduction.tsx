import type { Act } from '@ithaca/contracts/acts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import type { Said } from './act.page.tsx';
import { EntranceButton } from '../entrance-parts.tsx';

type ActIntroductionProps = {
  introduction: NonNullable<Act['introduction']>;
  isRunning: boolean;
  onPress: (said: Said) => void;
};

/** May two people be put in touch? What it is about, and a yes or a no; of a day of shadowing, which day. */
export function ActIntroduction({ introduction, isRunning, onPress }: ActIntroductionProps) {
  const t = useText();
  const { day } = useFormat();
  const { part, kind, dayOn, words } = introduction;
  const asksDay = part === 'third' && kind === 'shadowing' && dayOn !== null;
  return (
    <>
      <blockquote className="border-s-2 ps-3">
        <p dir="auto" className="text-body whitespace-pre-line">
          {words}
        </p>
      </blockquote>
      {asksDay && (
        <EntranceButton look="primary" isRunning={isRunning} onPress={() => onPress({ dayOn })}>
          {t('acts.answer-introduction.day', { day: day(dayOn, 'long') })}
        </EntranceButton>
      )}
      <EntranceButton
        {...(!asksDay && { look: 'primary' as const })}
        isRunning={isRunning}
        onPress={() => onPress({})}
      >
        {t(asksDay ? 'acts.answer-introduction.later' : 'acts.answer-introduction.button')}
      </EntranceButton>
      <EntranceButton isRunning={isRunning} onPress={() => onPress({ decline: true })}>
        {t('acts.answer-introduction.decline')}
      </EntranceButton>
    </>
  );
}
