import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { DateTimeField } from '../../../ui/time-field.tsx';
import type { Plan } from '../publication.queries.ts';
import { Disclosure } from '../review/disclosure.tsx';
import type { Preview } from './consequences.tsx';

export type When = 'in-ten-minutes' | 'now' | 'at';

/** What a coordinator chooses before publishing; `at` is a day and time on their own clock. */
export interface Choices {
  when: When;
  at: string;
  delivery: 'at-once' | 'morning';
  tellUnmatched: boolean;
  messages: Readonly<Record<string, string>>;
}

export const usualChoices: Choices = {
  when: 'in-ten-minutes',
  at: '',
  delivery: 'morning',
  tellUnmatched: true,
  messages: {},
};

/** The request of a choice. Words left as they were are not sent, so that each language keeps its own. */
export function toPlan({ when, at, delivery, tellUnmatched, messages }: Choices, preview: Preview): Plan {
  const own = preview.unmatchedMessages.flatMap(({ locale, text }) => {
    const written = messages[locale]?.trim() ?? '';
    return written === '' || written === text ? [] : [[locale, written] as const];
  });
  return {
    when: when === 'at' ? new Date(at).toISOString() : when,
    delivery,
    tellUnmatched,
    unmatchedMessages: Object.fromEntries(own),
  };
}

/** When it happens, when mails go out, and what those without a partner are told. */
export function PlanChoices({
  preview,
  choices,
  onChange,
  atError,
}: {
  preview: Preview;
  choices: Choices;
  onChange: (choices: Choices) => void;
  atError: string | undefined;
}) {
  const t = useText();
  const { instantWithZone } = useFormat();
  const set = (more: Partial<Choices>) => onChange({ ...choices, ...more });
  const word = (id: When) => ({
    id,
    label: t(`matching.plan.when.${id}`),
    description: t(`matching.plan.when.${id}.what`),
  });
  return (
    <Card title={t('matching.plan')}>
      <div className="flex flex-col gap-5">
        <div className="flex flex-col gap-3">
          <RadioGroup
            label={t('matching.plan.when')}
            layout="cards"
            choices={[word('in-ten-minutes'), word('now'), word('at')]}
            value={choices.when}
            onChange={(when) => set({ when })}
          />
          {choices.when === 'at' && (
            <DateTimeField
              label={t('matching.plan.at')}
              description={t('matching.plan.at.what')}
              value={choices.at}
              error={atError}
              onChange={(at) => set({ at })}
              className="max-w-72"
            />
          )}
        </div>
        <div className="flex flex-col gap-2">
          <RadioGroup
            label={t('matching.plan.delivery')}
            layout="cards"
            choices={(['morning', 'at-once'] as const).map((id) => ({
              id,
              label: t(`matching.plan.delivery.${id}`),
              description: t(`matching.plan.delivery.${id}.what`),
            }))}
            value={choices.delivery}
            onChange={(delivery) => set({ delivery })}
          />
          {choices.delivery === 'morning' && preview.mornings.length > 0 && (
            <Disclosure title={t('matching.plan.mornings')}>
              <ul className="flex flex-col gap-1 text-dense">
                {preview.mornings.map(({ timeZone, at, count }) => (
                  <li key={`${timeZone} ${at}`} className="flex flex-wrap justify-between gap-x-4">
                    <span>
                      <time dateTime={at}>{instantWithZone(at, timeZone)}</time>{' '}
                      <span className="text-muted">{timeZone.replaceAll('_', ' ')}</span>
                    </span>
                    <span className="text-muted">{t('matching.plan.readers', { count })}</span>
                  </li>
                ))}
              </ul>
            </Disclosure>
          )}
        </div>
        {preview.unmatchedMessages.length > 0 && <Untold preview={preview} choices={choices} set={set} />}
      </div>
    </Card>
  );
}

function Untold({
  preview,
  choices,
  set,
}: {
  preview: Preview;
  choices: Choices;
  set: (more: Partial<Choices>) => void;
}) {
  const t = useText();
  const { language } = useFormat();
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        isSelected={choices.tellUnmatched}
        onChange={(tellUnmatched) => set({ tellUnmatched })}
        description={t('matching.plan.unmatched.what')}
      >
        {t('matching.plan.unmatched')}
      </Checkbox>
      {choices.tellUnmatched && (
        <Disclosure title={t('matching.plan.unmatched.edit')}>
          <div className="flex flex-col gap-3">
            {preview.unmatchedMessages.map(({ locale, count, text }) => (
              <TextArea
                key={locale}
                label={t('matching.plan.unmatched.words', { language: language(locale), count })}
                value={choices.messages[locale] ?? text}
                onChange={(words) => set({ messages: { ...choices.messages, [locale]: words } })}
                maxLength={1000}
              />
            ))}
          </div>
        </Disclosure>
      )}
    </div>
  );
}
