import type { SurveyResult } from '@ithaca/contracts/survey-answers';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Form } from '../../ui/form.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReplyToSurvey } from './survey-results.queries.ts';

type ReplyToSurveyProps = { cohortId: string; item: SurveyResult; isReadOnly: boolean };

/** What came of a survey, told to everybody who was asked: who sees that it counts answers again. */
export function ReplyToSurvey({ cohortId, item, isReadOnly }: ReplyToSurveyProps) {
  const t = useText();
  const { day } = useFormat();
  const reply = useReplyToSurvey(cohortId, item.moment);
  const said = item.reply?.body ?? '';
  const [body, setBody] = useState(said);
  const send = () =>
    reply.mutate(body.trim(), {
      onSuccess: () => showToast({ tone: 'success', title: t('listening.reply.done') }),
    });
  return (
    <Card title={t('answering.reply')} description={t('listening.reply.what')}>
      {isReadOnly ? (
        <p dir="auto" className="whitespace-pre-line">
          {said === '' ? t('listening.reply.none') : said}
        </p>
      ) : (
        <Form
          label={t('answering.reply')}
          onSubmit={send}
          failure={<ProblemBanner problem={reply.error} />}
          actions={
            <>
              {item.reply && (
                <span className="text-dense text-muted">
                  {t('listening.reply.told', { day: day(item.reply.writtenAt) })}
                </span>
              )}
              <Button
                type="submit"
                isLoading={reply.isPending}
                disabledReason={body.trim() === said ? t('listening.reply.same') : undefined}
              >
                {t(body.trim() === '' && said !== '' ? 'listening.reply.takeBack' : 'listening.reply.send')}
              </Button>
            </>
          }
        >
          <TextArea
            label={t('answering.reply')}
            isLabelHidden
            rows={3}
            maxLength={2000}
            value={body}
            onChange={setBody}
            seenBy={t('listening.reply.seenBy')}
          />
        </Form>
      )}
    </Card>
  );
}
