import type { SurveyAsk } from '@ithaca/contracts/survey-answers';
import { questionWords } from '@ithaca/domain/enrolment-form';
import { secondsToAnswer } from '@ithaca/domain/survey';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../lib/format.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { shortName } from '../../lib/short-name.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { AnswerSurveyForm } from './answer-survey.form.tsx';
import { surveyAskQuery } from './survey-answers.queries.ts';

/** What do you say at this moment of the journey, and what came of it? */
export default function SurveyPage({ surveyAskId }: { surveyAskId: string }) {
  const t = useText();
  const ask = useQuery(surveyAskQuery(surveyAskId));
  return (
    <Page title={t('answering.title')} width="reading">
      <Loaded query={ask} level="page">
        {(data) => <SurveyView ask={data} />}
      </Loaded>
    </Page>
  );
}

function SurveyView({ ask }: { ask: SurveyAsk }) {
  const t = useText();
  const { list, day, number } = useFormat();
  const names = list(ask.partnerNames.map(shortName));
  const seconds = Math.max(10, Math.round(secondsToAnswer(ask, ask.role) / 10) * 10);
  return (
    <>
      <PageHeader
        crumbs={[{ label: t('answering.pairing', { names }), href: `/pairings/${ask.pairingId}` }]}
        title={
          ask.moment === 'fit'
            ? t('answering.heading.fit', { names })
            : t('answering.heading', { program: ask.programName })
        }
        description={
          ask.state === 'open'
            ? t('answering.what', { seconds: number(seconds), day: day(ask.dueAt, 'long') })
            : t(`answering.moment.${ask.moment}`)
        }
      />
      {ask.state === 'open' && ask.isAnonymous && (
        <Banner tone="info" title={t('answering.anonymous')}>
          {t('answering.anonymous.what')}
        </Banner>
      )}
      {ask.state === 'open' && <AnswerSurveyForm ask={ask} names={names} />}
      {ask.state === 'answered' && (
        <Banner tone="success" title={t('answering.thanks')} isAnnounced>
          {ask.isAnonymous
            ? t('answering.thanks.anonymous')
            : ask.moment !== 'fit' && t('answering.thanks.counted')}
        </Banner>
      )}
      {ask.state === 'closed' && (
        <Banner tone="neutral" title={t('answering.closed')}>
          {t('answering.closed.unanswered')}
        </Banner>
      )}
      {ask.reply && (
        <Card title={t('answering.reply')} description={day(ask.reply.writtenAt)}>
          <p dir="auto" className="whitespace-pre-line">
            {ask.reply.body}
          </p>
        </Card>
      )}
      {ask.state === 'answered' && ask.answers && <MyAnswers ask={ask} answers={ask.answers} />}
      {ask.state !== 'open' && (
        <div>
          <LinkButton href="/my">{t('answering.toMentoring')}</LinkButton>
        </div>
      )}
    </>
  );
}

function MyAnswers({ ask, answers }: { ask: SurveyAsk; answers: NonNullable<SurveyAsk['answers']> }) {
  const t = useText();
  const { list, number } = useFormat();
  const { locale } = useLocale();
  return (
    <Card title={t('answering.mine')}>
      <DescriptionList
        facts={ask.questions.map((question) => {
          const words = questionWords(question, locale);
          const answer = answers[question.key];
          const labelOf = (value: string) => words.options.find((one) => one.value === value)?.label ?? value;
          return {
            term: words.label,
            value:
              answer === undefined
                ? t('answering.none')
                : typeof answer === 'number'
                  ? question.kind === 'scale'
                    ? `${number(answer)} · ${t(`answering.scale.${answer as 1 | 2 | 3 | 4 | 5}`)}`
                    : number(answer)
                  : typeof answer === 'string'
                    ? labelOf(answer)
                    : list(answer.map(labelOf)),
          };
        })}
      />
    </Card>
  );
}
