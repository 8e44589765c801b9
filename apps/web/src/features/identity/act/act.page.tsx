import { actRoutes, type Act } from '@ithaca/contracts/acts';
import type { RequestOf } from '@ithaca/contracts/route';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useEffect, useRef } from 'react';
import { call } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { DeclineWithReason } from './decline-with-reason.tsx';
import { ActFirstMeeting } from './act-first-meeting.tsx';
import { ActMessage } from './act-message.tsx';
import { ActQuestions } from './act-questions.tsx';
import { ActIntroduction } from './act-introduction.tsx';
import { ActSurvey } from './act-survey.tsx';
import {
  EntranceButton,
  EntranceFrame,
  EntranceLink,
  EntranceProblem,
  EntranceTitle,
} from '../entrance-parts.tsx';
import { useTask } from '../use-task.ts';

export type Said = Omit<RequestOf<(typeof actRoutes)['perform']>['body'], 'token'>;
export type Answer = NonNullable<Said['answer']>;

/** The button of a mail: looking changes nothing, one press does it, and what can be taken back is taken back here. */
export function ActPage({ token }: { token: string }) {
  const t = useText();
  const look = useTask((at: string | null) =>
    call(actRoutes.look, { body: { token, ...(at === null ? {} : { at }) } }),
  );
  const first = useRef(look.run);
  // A mail may offer times; each link names its own.
  useEffect(() => first.current(new URLSearchParams(window.location.search).get('at')), []);
  const perform = useTask(async (said: Said) => {
    try {
      return await call(actRoutes.perform, { body: { token, ...said } });
    } catch (problem) {
      // Somebody has become busy meanwhile: what is left to choose from is other times.
      if (said.startsAt !== undefined) look.run(null);
      throw problem;
    }
  });
  const undo = useTask(() => call(actRoutes.undo, { body: { token } }));
  const act = undo.result ?? perform.result ?? look.result;
  if (act)
    return (
      <Asked
        act={act}
        problem={perform.problem ?? undo.problem}
        isRunning={perform.isRunning || undo.isRunning}
        onPress={(said) => {
          undo.reset();
          perform.run(said);
        }}
        onUndo={() => undo.run(undefined)}
      />
    );
  return (
    <EntranceFrame title={t('acts.title')}>
      <EntranceTitle title={t('acts.title')} />
      {look.problem === undefined ? (
        <Skeleton className="h-24 w-full" />
      ) : (
        <div className="flex flex-col gap-4">
          <EntranceProblem problem={look.problem} />
          <EntranceLink href="/sign-in">{t('identity.signIn')}</EntranceLink>
        </div>
      )}
    </EntranceFrame>
  );
}

type AskedProps = {
  act: Act;
  problem: unknown;
  isRunning: boolean;
  onPress: (said: Said) => void;
  onUndo: () => void;
};

function Asked({ act, problem, isRunning, onPress, onUndo }: AskedProps) {
  const t = useText();
  const { instantWithZone, list, number } = useFormat();
  const values = {
    name: act.personName,
    names: list(act.partnerNames),
    program: act.programName ?? '',
    when: act.meeting ? instantWithZone(act.meeting.startsAt, act.meeting.timeZone) : '',
    comes: act.meeting?.reply === 'not-coming' ? 'no' : (act.meeting?.reply ?? ''),
    minutes: number(act.meeting?.durationMinutes ?? 0),
    kind: kindOf(act, t),
    of: act.introduction?.kind ?? '',
    part: act.introduction?.part ?? '',
    helper: act.introduction?.helper ?? '',
    guest: act.introduction?.guest ?? '',
    third: act.introduction?.third ?? '',
  };
  const title = t(`acts.${act.act}`, values);
  const canUndo = act.act === 'stop-mails' || act.act === 'attend-meeting';
  return (
    <EntranceFrame title={title}>
      <EntranceTitle title={title}>{act.state === 'open' && t(`acts.${act.act}.open`, values)}</EntranceTitle>
      <div className="flex flex-col gap-4">
        <EntranceProblem problem={problem} />
        {act.state === 'open' && act.act === 'answer-check-in' && (
          <ActQuestions names={values.names} isRunning={isRunning} onSend={(answer) => onPress({ answer })} />
        )}
        {act.state === 'open' && act.act === 'answer-message' && (
          <ActMessage isRunning={isRunning} onSend={(reply) => onPress({ reply })} />
        )}
        {act.state === 'open' && act.survey && (
          <ActSurvey
            survey={act.survey}
            names={values.names}
            isRunning={isRunning}
            onSend={(surveyAnswers) => onPress({ surveyAnswers })}
          />
        )}
        {act.state === 'open' &&
          act.act === 'confirm-meeting' &&
          outcomesOf(act).map((outcome) => (
            <EntranceButton
              key={outcome}
              {...(outcome === 'held' ? { look: 'primary' as const } : {})}
              isRunning={isRunning}
              onPress={() => onPress({ met: outcome })}
            >
              {t(`acts.confirm-meeting.${outcome}`)}
            </EntranceButton>
          ))}
        {act.state === 'open' &&
          act.act !== 'answer-check-in' &&
          act.act !== 'confirm-meeting' &&
          act.act !== 'answer-message' &&
          !act.survey &&
          !act.firstMeeting &&
          !act.introduction && (
            <EntranceButton look="primary" isRunning={isRunning} onPress={() => onPress({})}>
              {t(`acts.${act.act}.button`)}
            </EntranceButton>
          )}
        {act.state === 'open' &&
          act.act === 'attend-meeting' &&
          (['maybe', 'not-coming'] as const).map((comes) => (
            <EntranceButton key={comes} isRunning={isRunning} onPress={() => onPress({ comes })}>
              {t(`acts.attend-meeting.${comes}`)}
            </EntranceButton>
          ))}
        {act.state === 'open' && act.firstMeeting && (
          <ActFirstMeeting
            offer={act.firstMeeting}
            hasProblem={problem !== undefined}
            isRunning={isRunning}
            onPlan={(startsAt) => onPress({ startsAt })}
          />
        )}
        {act.state === 'open' && act.introduction && (
          <ActIntroduction introduction={act.introduction} isRunning={isRunning} onPress={onPress} />
        )}
        {act.state === 'open' && act.act === 'answer-request' && (
          <EntranceButton isRunning={isRunning} onPress={() => onPress({ decline: true })}>
            {t('acts.answer-request.decline')}
          </EntranceButton>
        )}
        {act.state === 'open' && act.act === 'approve-enrolment' && (
          <DeclineWithReason
            names={values.names}
            isRunning={isRunning}
            onDecline={(reason) => onPress({ decline: true, reason })}
          />
        )}
        {act.state === 'open' && act.act === 'take-seat' && (
          <EntranceButton isRunning={isRunning} onPress={() => onPress({ decline: true })}>
            {t('acts.take-seat.decline')}
          </EntranceButton>
        )}
        {act.state !== 'open' && (
          <output className="flex items-start gap-2.5 text-body">
            {act.state === 'done' && <Icon of={CircleCheck} className="mt-0.5 text-success" />}
            {t(`acts.${act.act}.${act.state}`, values)}
          </output>
        )}
        {act.state === 'done' && canUndo && (
          <EntranceButton isRunning={isRunning} onPress={onUndo}>
            {t('acts.undo')}
          </EntranceButton>
        )}
        {act.state === 'open' ? (
          <a href={act.path} className="self-center text-body text-accent underline underline-offset-2">
            {t(`acts.${act.act}.other`)}
          </a>
        ) : (
          <EntranceLink href={act.path}>
            {t(act.act === 'stop-mails' ? 'acts.stop-mails.other' : 'acts.open')}
          </EntranceLink>
        )}
        <p className="text-dense text-muted">
          {t('acts.who', { name: act.personName, organisation: act.organisationName })}
        </p>
      </div>
    </EntranceFrame>
  );
}

/** Yes, moved, not yet; of a circle also that it took place without me. */
function outcomesOf({ meeting }: Act) {
  return meeting?.isCircle
    ? (['held', 'absent', 'moved', 'not-held'] as const)
    : (['held', 'moved', 'not-held'] as const);
}

const kinds = [
  'message-received',
  'check-in-asked',
  'survey-asked',
  'meeting-planned',
  'meeting-moved',
  'calendar-entry',
  'enrolment-unfinished',
  'nudges',
  'partner-news',
  'daily-digest',
  'coordinator-digest',
  'report-scheduled',
] as const;

function kindOf({ mailKind }: Act, t: ReturnType<typeof useText>): string {
  const kind = kinds.find((one) => one === mailKind);
  return kind ? t(`acts.kind.${kind}`) : '';
}
