import type { MatchingPolicy } from '@ithaca/contracts/programs';
import Ban from 'lucide-react/icons/ban';
import Target from 'lucide-react/icons/target';
import UsersRound from 'lucide-react/icons/users-round';
import Timer from 'lucide-react/icons/timer';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { useText } from './i18n.tsx';
import { usePolicyWords } from './policy-words.ts';

/** A matching policy in sentences: the goal, what never happens, what counts. Pages that use it load the words `policy`. */
export function PolicySentences({
  policy,
  isOfPeers = false,
  isWide = false,
}: {
  policy: MatchingPolicy;
  /** Of a program in which nobody is the mentor. */
  isOfPeers?: boolean;
  /** Room enough for rules and weights side by side. */
  isWide?: boolean;
}) {
  const t = useText();
  const words = usePolicyWords(isOfPeers);
  const weights = words.weights(policy);
  const most = Math.max(...weights.map(({ share }) => share));
  return (
    <div className={cx('flex flex-col gap-5', isWide && 'lg:grid lg:grid-cols-2 lg:gap-x-10')}>
      <p className={cx('flex items-start gap-2', isWide && 'col-span-2')}>
        <Icon of={Target} className="mt-0.5 text-accent-text" />
        <span>{words.goal(policy.objective, policy)}</span>
      </p>
      {policy.circle && (
        <p className={cx('-mt-3 flex items-start gap-2', isWide && 'col-span-2')}>
          <Icon of={UsersRound} className="mt-0.5 text-accent-text" />
          <span>{words.circle(policy.circle)}</span>
        </p>
      )}
      <p className={cx('-mt-3 flex items-start gap-2 text-muted', isWide && 'col-span-2')}>
        <Icon of={Timer} className="mt-0.5" />
        <span>{words.searchTime(policy)}</span>
      </p>
      <div className="flex flex-col gap-1.5">
        <h3 className="text-dense font-medium text-muted">{t('policy.rules')}</h3>
        <ul className="flex flex-col gap-1.5">
          {words.rules(policy).map((sentence) => (
            <li key={sentence} className="flex items-start gap-2">
              <Icon of={Ban} className="mt-0.5 text-muted" />
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-col gap-1.5">
        <h3 className="text-dense font-medium text-muted">{t('policy.weights')}</h3>
        <ol className="flex flex-col gap-1.5">
          {weights.map(({ code, share, sentence }) => (
            <li key={code} className="flex items-center gap-3">
              <span className="min-w-0 flex-1">
                {sentence}
                {code === 'gradeDistance' && (
                  <span className="block text-dense text-muted">
                    {words.band(policy.preferredGradeDistance)}
                  </span>
                )}
                {code === 'function' && (
                  <span className="block text-dense text-muted">
                    {t(`policy.function.${policy.function}`)}
                  </span>
                )}
              </span>
              <span aria-hidden className="h-1.5 w-16 shrink-0 rounded-full bg-track max-sm:hidden">
                <span
                  style={{ inlineSize: `${(share / most) * 100}%` }}
                  className="block h-full rounded-full bg-series-1"
                />
              </span>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
