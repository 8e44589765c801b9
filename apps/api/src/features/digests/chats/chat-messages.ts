import type { ChatService } from '@ithaca/domain/chat-channel';
import type { Locale } from '@ithaca/domain/vocabulary';

import { dayInWords, words } from '../../../platform/mail/words.ts';
import type { ProgramDay } from '../../metrics/today.queries.ts';
import { countReasons } from '../digest-letters.ts';
import type { TodayReason } from '../digest-letters.ts';

/** What a summary says in a room whose readers are not known: numbers, the names of program and cohorts, no person. */
interface Summary {
  locale: Locale;
  title: string;
  counts: { name: string; count: string }[];
  dates: string[];
  button: string;
  url: string;
}

/** What comes of answers is for coordinators; in a room it is counted among the rest. */
const UNTOLD: readonly TodayReason[] = ['doubtful-fit', 'low-usefulness'];

function summarise(
  { programId, programName, pairings, deadlines }: ProgramDay,
  locale: Locale,
  baseUrl: string,
): Summary {
  const say = words(locale);
  const number = new Intl.NumberFormat(locale);
  const reasons = new Map<TodayReason, number>();
  for (const { reason, count } of countReasons(pairings)) {
    const told = UNTOLD.includes(reason) ? 'other' : reason;
    reasons.set(told, (reasons.get(told) ?? 0) + count);
  }
  const isQuiet = pairings.length === 0 && deadlines.length === 0;
  return {
    locale,
    title: isQuiet
      ? say('chat.quiet', { program: programName })
      : say('coordinator-digest.subject', {
          program: programName,
          pairings: pairings.length,
          dates: deadlines.length,
        }),
    counts: [...reasons]
      .toSorted(([, one], [, other]) => other - one)
      .map(([reason, count]) => ({ name: say(`today.reason.${reason}`), count: number.format(count) })),
    dates: deadlines.map(
      ({ kind, cohortName, on }) =>
        `${say(`today.deadline.${kind}`)} (${cohortName}): ${dayInWords(on, locale)}`,
    ),
    button: say('coordinator-digest.button'),
    url: `${baseUrl}/today?program=${programId}`,
  };
}

/** The summary of a day as the chat takes it. */
export function writeChatMessage(
  service: ChatService,
  day: ProgramDay,
  { locale, baseUrl }: { locale: Locale; baseUrl: string },
): object {
  const summary = summarise(day, locale, baseUrl);
  return service === 'slack' ? forSlack(summary) : forTeams(summary);
}

const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3000;
const short = (text: string, length: number) =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

/** Block Kit. Plain text throughout: a program's name is no markup, mentions nobody and links nowhere. */
function forSlack({ title, counts, dates, button, url }: Summary): object {
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
  const section = (lines: readonly string[]) =>
    lines.length === 0
      ? []
      : [
          {
            type: 'section',
            text: plain(short(lines.map((line) => `• ${line}`).join('\n'), SECTION_LENGTH)),
          },
        ];
  return {
    // For notifications and readers of the screen; here Slack reads three signs as markup.
    text: title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    blocks: [
      { type: 'header', text: plain(short(title, HEADER_LENGTH)) },
      ...section(counts.map(({ name, count }) => `${name}: ${count}`)),
      ...section(dates),
      { type: 'actions', elements: [{ type: 'button', text: plain(button), url }] },
    ],
  };
}

/** Signs that a text of an Adaptive Card reads as markup. */
const asText = (text: string) => text.replaceAll(/[\\`*_[\]()~#<>|]/g, String.raw`\$&`);

function forTeams({ locale, title, counts, dates, button, url }: Summary): object {
  const text = (words: string, more: object = {}) => ({
    type: 'TextBlock',
    text: asText(words),
    wrap: true,
    ...more,
  });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.5',
          lang: locale,
          rtl: locale === 'ar',
          body: [
            text(title, { size: 'Large', weight: 'Bolder', style: 'heading' }),
            ...(counts.length > 0
              ? [
                  {
                    type: 'FactSet',
                    facts: counts.map(({ name, count }) => ({ title: asText(name), value: count })),
                  },
                ]
              : []),
            ...dates.map((date) => text(date)),
          ],
          actions: [{ type: 'Action.OpenUrl', title: button, url }],
        },
      },
    ],
  };
}
