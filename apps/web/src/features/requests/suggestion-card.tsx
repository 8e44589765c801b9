import type { Choices } from '@ithaca/contracts/mentor-requests';
import Check from 'lucide-react/icons/check';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useReason } from '../../lib/reasons.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAnswerSuggestion } from './requests.queries.ts';

type SuggestionCardProps = {
  enrolmentId: string;
  suggestion: NonNullable<Choices['suggestion']>;
  /** What the reader takes part as. */
  role: Choices['role'];
};

/** Whom the coordinator suggests: I am asked first, and nobody else hears of a no. */
export function SuggestionCard({ enrolmentId, suggestion, role }: SuggestionCardProps) {
  const t = useText();
  const { day } = useFormat();
  const reason = useReason(role);
  const answer = useAnswerSuggestion(enrolmentId);
  const { displayName: name } = suggestion;
  const send = (said: 'agree' | 'decline') =>
    answer.mutate(said, {
      onSuccess: () => showToast({ title: t(`requests.suggestion.done.${said}`, { name }) }),
    });
  return (
    <Card title={t('requests.suggestion')} description={t('requests.suggestion.what', { name })}>
      <div className="flex flex-col gap-4">
        <div className="flex items-start gap-4">
          <Avatar name={name} />
          <div className="min-w-0 flex-1">
            <h3 className="font-semibold">
              <Link href={`/people/${suggestion.personId}`} variant="plain">
                <bdi>{name}</bdi>
              </Link>
            </h3>
            <p className="text-dense text-muted">
              {[suggestion.jobTitle, suggestion.department, suggestion.site].filter(Boolean).join(' · ')}
            </p>
            {suggestion.reasons.length > 0 && (
              <ul className="mt-2 flex flex-col gap-1">
                {suggestion.reasons.map(({ code, facts }) => (
                  <li key={code} className="flex items-start gap-2">
                    <Icon of={Check} className="mt-0.5 text-success" />
                    <span className="min-w-0">{reason(code, facts)}</span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </div>
        <p className="text-dense text-muted">
          {t('requests.suggestion.due', { day: day(suggestion.dueAt) })}
        </p>
        <ProblemBanner problem={answer.error} />
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            onPress={() => send('agree')}
            isLoading={answer.isPending && answer.variables === 'agree'}
            isDisabled={answer.isPending}
          >
            {t('requests.suggestion.agree', { name })}
          </Button>
          <Button
            onPress={() => send('decline')}
            isLoading={answer.isPending && answer.variables === 'decline'}
            isDisabled={answer.isPending}
          >
            {t('requests.suggestion.decline')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
