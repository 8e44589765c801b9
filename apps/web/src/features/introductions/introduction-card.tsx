import type { Introduction } from '@ithaca/contracts/introductions';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { useIntroductionWords } from '../../lib/introductions.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { Status } from '../../ui/status.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAnswer, useTakeBack } from './introductions.queries.ts';
import { Outcome } from './outcome.tsx';
import { ShadowingDay } from './shadowing-day.tsx';

const AgreeForm = lazyLayer(async () => (await import('./agree.form.tsx')).AgreeForm);

/** One introduction: what it is about, how it stands, and what the reader can do about it. */
export function IntroductionCard({ introduction, level }: { introduction: Introduction; level: 2 | 3 }) {
  const words = useIntroductionWords();
  const { day } = useFormat();
  const t = useText();
  const { actor } = useSession();
  const { kind, dueOn, opening, helper, guest, third, madeAt, answerBy, shadowing, state } = introduction;
  const Title = `h${level}` as const;
  const inTouch = madeAt !== null && third !== null && state !== 'withdrawn';
  // Each person once, with how to reach them as soon as they are in touch.
  const isThird = introduction.myPart === 'third';
  const named = [...(isThird || inTouch ? [guest] : []), ...(third && !isThird ? [third] : [])].filter(
    ({ personId }) => personId !== actor.personId,
  );
  const facts = [
    ...named
      .filter(({ jobTitle, email }) => jobTitle !== '' || (inTouch && email !== null))
      .map(({ displayName, jobTitle, email }) => ({
        term: displayName,
        value: (
          <span className="flex flex-col items-start">
            {jobTitle !== '' && <bdi>{jobTitle}</bdi>}
            {inTouch && email !== null && (
              <a href={`mailto:${email}`} className="text-accent underline underline-offset-2">
                {email}
              </a>
            )}
          </span>
        ),
      })),
    ...(opening !== '' ? [{ term: t('introductions.opening'), value: <bdi>{opening}</bdi> }] : []),
    ...(shadowing && !shadowing.isAgreed && madeAt === null
      ? [{ term: t('introductions.day.wish'), value: day(shadowing.dayOn, 'long') }]
      : []),
    ...(kind === 'sponsorship' && dueOn !== null && state !== 'made'
      ? [{ term: t('introductions.due'), value: day(dueOn, 'long') }]
      : []),
    ...(answerBy !== null ? [{ term: t('introductions.answerBy'), value: day(answerBy, 'long') }] : []),
  ];
  return (
    <article className="flex flex-col gap-4 rounded-lg border bg-card p-4">
      <header className="flex flex-col items-start gap-2">
        <Title className="text-lead font-semibold text-balance">{words.title(introduction)}</Title>
        <Status tone={words.tone(introduction)}>{words.state(introduction)}</Status>
      </header>
      <blockquote className="border-s-2 ps-3">
        <p dir="auto" className="whitespace-pre-line">
          {introduction.words}
        </p>
        <footer className="mt-1 text-dense text-muted">
          {t('introductions.from', {
            name: (introduction.by === 'helper' ? helper : guest).displayName,
            is: introduction.by === 'helper' && kind === 'sponsorship' ? 'promise' : 'words',
          })}
        </footer>
      </blockquote>
      {facts.length > 0 && <DescriptionList facts={facts} />}
      {kind === 'shadowing' && state === 'made' && <ShadowingDay introduction={introduction} />}
      {introduction.isMineToTell && <Outcome introduction={introduction} />}
      <Acts introduction={introduction} />
    </article>
  );
}

/** Yes or no where it is the reader's turn, and taking it back. */
function Acts({ introduction }: { introduction: Introduction }) {
  const t = useText();
  const [isAgreeing, setAgreeing] = useState(false);
  const answer = useAnswer(introduction);
  const takeBack = useTakeBack(introduction);
  const { isMyTurn, isMineToTakeBack, myPart, kind, state } = introduction;
  // A helper names the colleague, and whoever is accompanied says which day suits: both have a form of their own.
  const needsForm = myPart === 'helper' || (myPart === 'third' && kind === 'shadowing');
  // Whose turn it is says no instead.
  const canTakeBack = isMineToTakeBack && !isMyTurn;
  if (!isMyTurn && !canTakeBack) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {isMyTurn && (
        <>
          <Button
            variant="primary"
            isLoading={answer.isPending && answer.variables.yes}
            onPress={() =>
              needsForm
                ? setAgreeing(true)
                : answer.mutate(
                    { yes: true },
                    {
                      onSuccess: () =>
                        showToast({ tone: 'success', title: t(`introductions.yes.${myPart}`) }),
                    },
                  )
            }
          >
            {t(`introductions.agree.${myPart}`)}
          </Button>
          <Button
            isLoading={answer.isPending && !answer.variables.yes}
            onPress={() =>
              answer.mutate(
                { yes: false },
                { onSuccess: () => showToast({ title: t('introductions.no.said') }) },
              )
            }
          >
            {t('introductions.no')}
          </Button>
          <p className="w-full text-dense text-muted">{t(`introductions.private.${myPart}`)}</p>
        </>
      )}
      {canTakeBack && (
        <Button
          variant="quiet"
          size="small"
          className="-ms-2"
          isLoading={takeBack.isPending}
          onPress={() =>
            takeBack.mutate(undefined, {
              onSuccess: () => showToast({ title: t('introductions.takenBack') }),
            })
          }
        >
          {t(state === 'made' ? 'introductions.callOff' : 'introductions.takeBack')}
        </Button>
      )}
      {isAgreeing && <AgreeForm introduction={introduction} onClose={() => setAgreeing(false)} />}
    </div>
  );
}
