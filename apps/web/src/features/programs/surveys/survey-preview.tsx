import type { SurveyAnswers } from '@ithaca/contracts/survey-answers';
import type { Survey } from '@ithaca/contracts/survey-plans';
import { surveyQuestionsFor } from '@ithaca/domain/survey';
import { unequalSides, type Locale, type Side } from '@ithaca/domain/vocabulary';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { SurveyFields } from '../../../lib/survey-fields.tsx';
import { locales } from '../../../locales/catalogues.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Select } from '../../../ui/select.tsx';

/** The survey as one side reads it, in any language; nothing that is answered here is kept. */
export function SurveyPreview({
  survey,
  isOfPeers,
  onClose,
}: {
  survey: Survey;
  isOfPeers: boolean;
  onClose: () => void;
}) {
  const t = useText();
  const { language } = useFormat();
  const { locale: mine } = useLocale();
  const asked = unequalSides
    .filter((side) => survey.audience === 'both' || survey.audience === side)
    .toReversed();
  const [side, setSide] = useState<Side>(isOfPeers ? 'peer' : (asked[0] ?? 'mentee'));
  const [locale, setLocale] = useState<Locale>(mine);
  const [answers, setAnswers] = useState<SurveyAnswers>({});
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('listening.preview.title', { moment: t(`answering.moment.${survey.moment}`) })}
      description={t('listening.preview.what')}
      footer={<Button onPress={onClose}>{t('common.close')}</Button>}
    >
      <div className="flex flex-col gap-6">
        <div className="grid gap-4 sm:grid-cols-2">
          {!isOfPeers && (
            <Select
              label={t('listening.preview.side')}
              choices={asked.map((id) => ({ id, label: t(`listening.side.${id}`) }))}
              value={side}
              onChange={(next) => setSide(next)}
            />
          )}
          <Select
            label={t('listening.preview.language')}
            choices={locales.map((id) => ({ id, label: language(id) }))}
            value={locale}
            onChange={setLocale}
          />
        </div>
        <SurveyFields
          moment={survey.moment}
          isAnonymous={survey.isAnonymous}
          questions={surveyQuestionsFor(survey, side)}
          names={t('listening.preview.partner')}
          locale={locale}
          answers={answers}
          onChange={(key, answer) => answer !== undefined && setAnswers({ ...answers, [key]: answer })}
        />
      </div>
    </Dialog>
  );
}
