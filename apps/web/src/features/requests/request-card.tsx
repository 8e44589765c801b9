import type { MentorRequest } from '@ithaca/contracts/mentor-requests';
import Check from 'lucide-react/icons/check';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { goTo } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useReason } from '../../lib/reasons.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAnswerRequest } from './requests.queries.ts';

/** Somebody asks me: who, why it could fit, what they wrote; a private yes or no. */
export function RequestCard({ request }: { request: MentorRequest }) {
  const t = useText();
  const { day, relative } = useFormat();
  const reason = useReason(request.role === 'peer' ? 'peer' : 'mentor');
  const answer = useAnswerRequest(request.id);
  const [isDeclining, setDeclining] = useState(false);
  const { mentee } = request;
  const accept = () =>
    answer.mutate(
      { answer: 'accept' },
      {
        onSuccess: ({ pairingId }) => {
          showToast({
            title: t(request.circle ? 'requests.accepted.circle' : 'requests.accepted', {
              name: mentee.displayName,
            }),
          });
          if (pairingId) goTo(`/pairings/${pairingId}`);
        },
      },
    );
  return (
    <li>
      <Card
        level={3}
        title={t(request.circle ? 'requests.asks.circle' : 'requests.asks', {
          name: mentee.displayName,
          role: request.role,
        })}
        description={[mentee.jobTitle, mentee.department, request.programName].filter(Boolean).join(' · ')}
        footer={t('requests.private', {
          since: relative(request.askedAt),
          day: day(request.dueAt, 'long'),
        })}
      >
        <div className="flex flex-col gap-4">
          {request.note && (
            <blockquote dir="auto" className="border-s-2 ps-3 whitespace-pre-line">
              {request.note}
            </blockquote>
          )}
          {request.reasons.length > 0 && (
            <ul className="flex flex-col gap-1.5">
              {request.reasons.map(({ code, facts }) => (
                <li key={code} className="flex items-start gap-2">
                  <Icon of={Check} className="mt-0.5 text-success" />
                  <span className="min-w-0">{reason(code, facts)}</span>
                </li>
              ))}
            </ul>
          )}
          {request.goals.length > 0 && (
            <p className="text-muted">{t('requests.goals', { goals: request.goals.join(' · ') })}</p>
          )}
          {request.circle && (
            <p className="text-muted">
              {t(request.circle.isRunning ? 'requests.circle.runs' : 'requests.circle.gathers', {
                count: request.circle.members,
                smallest: request.circle.smallest,
              })}
            </p>
          )}
          <ProblemBanner problem={isDeclining ? undefined : answer.error} />
          <div className="flex flex-wrap items-center gap-2">
            <Button variant="primary" onPress={accept} isLoading={answer.isPending && !isDeclining}>
              {t('requests.accept')}
            </Button>
            <Button onPress={() => setDeclining(true)} isDisabled={answer.isPending}>
              {t('requests.decline')}
            </Button>
            <Link href={`/people/${mentee.personId}`}>{t('requests.profile')}</Link>
          </div>
        </div>
      </Card>
      {isDeclining && (
        <DeclineDialog name={mentee.displayName} answer={answer} onClose={() => setDeclining(false)} />
      )}
    </li>
  );
}

type DeclineDialogProps = {
  name: string;
  answer: ReturnType<typeof useAnswerRequest>;
  onClose: () => void;
};

function DeclineDialog({ name, answer, onClose }: DeclineDialogProps) {
  const t = useText();
  const [reason, setReason] = useState('');
  const send = () =>
    answer.mutate(
      { answer: 'decline', reason },
      {
        onSuccess: () => {
          onClose();
          showToast({ title: t('requests.declined') });
        },
      },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('requests.decline.title', { name })}
      description={t('requests.decline.what', { name })}
      isDismissable={!answer.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={answer.isPending}>
            {t('common.back')}
          </Button>
          <Button variant="danger" onPress={send} isLoading={answer.isPending}>
            {t('requests.decline')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextArea
          label={t('requests.decline.reason')}
          isOptional
          rows={3}
          maxLength={600}
          value={reason}
          onChange={setReason}
          seenBy={t('requests.decline.seenBy', { name })}
        />
        <ProblemBanner problem={answer.error} />
      </div>
    </Dialog>
  );
}
