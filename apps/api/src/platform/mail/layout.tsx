import { Body } from '@react-email/body';
import { Button } from '@react-email/button';
import { Container } from '@react-email/container';
import { Head } from '@react-email/head';
import { Hr } from '@react-email/hr';
import { Html } from '@react-email/html';
import { Link } from '@react-email/link';
import { Preview } from '@react-email/preview';
import { Section } from '@react-email/section';
import { Text } from '@react-email/text';
import { render } from '@react-email/render';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { MailReason } from './catalogue.ts';
import { words } from './words.ts';

export interface MailContent {
  locale: Locale;
  subject: string;
  /** One message, one purpose: short paragraphs and one button, before which a few answers may stand to choose from. */
  paragraphs: string[];
  button?: { text: string; url: string };
  choices?: { title: string; items: { text: string; url: string }[] };
  /** Where mails of this kind can be stopped; absent when they are needed. */
  stopUrl?: string;
  reason: MailReason;
  organisationName: string;
  brandColour: string;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

const POINT = '• ';

/** The lines of a paragraph; what goes on in a second line of a point begins below its words. */
function Lines({ of: paragraph, direction }: { of: string; direction: 'ltr' | 'rtl' }) {
  const lines = paragraph.split('\n');
  if (!lines.some((line) => line.startsWith(POINT))) return paragraph;
  const hanging = {
    display: 'block',
    textIndent: -12,
    [direction === 'rtl' ? 'paddingRight' : 'paddingLeft']: 12,
  };
  return lines.map((line, at) => (
    <span key={at} style={line.startsWith(POINT) ? hanging : { display: 'block' }}>
      {line}
    </span>
  ));
}

function Mail({
  locale,
  subject,
  paragraphs,
  choices,
  button,
  stopUrl,
  reason,
  organisationName,
  brandColour,
}: MailContent) {
  const direction = locale === 'ar' ? 'rtl' : 'ltr';
  return (
    <Html lang={locale} dir={direction}>
      <Head>
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
      </Head>
      <Preview>{paragraphs[0] ?? subject}</Preview>
      <Body
        style={{
          backgroundColor: '#f8fafe',
          fontFamily: 'Inter, Segoe UI, Noto Sans Arabic, sans-serif',
          margin: 0,
          padding: '32px 8px',
        }}
      >
        <Container
          style={{
            backgroundColor: '#ffffff',
            border: '1px solid #dce0e6',
            borderRadius: 12,
            maxWidth: 560,
            padding: 32,
          }}
        >
          <Text style={{ color: '#585e69', fontSize: 13, margin: '0 0 16px' }}>{organisationName}</Text>
          <Text
            style={{
              color: '#161b24',
              fontSize: 20,
              fontWeight: 600,
              lineHeight: '28px',
              margin: '0 0 16px',
            }}
          >
            {subject}
          </Text>
          {paragraphs.map((paragraph) => (
            <Text
              key={paragraph}
              style={{
                color: '#161b24',
                fontSize: 15,
                lineHeight: '24px',
                margin: '0 0 12px',
                whiteSpace: 'pre-line',
              }}
            >
              <Lines of={paragraph} direction={direction} />
            </Text>
          ))}
          {choices && (
            <Section style={{ margin: '16px 0 0' }}>
              <Text style={{ color: '#161b24', fontSize: 15, lineHeight: '24px', margin: '0 0 8px' }}>
                {choices.title}
              </Text>
              {choices.items.map(({ text, url }) => (
                <Link
                  key={url}
                  href={url}
                  style={{
                    border: '1px solid #dce0e6',
                    borderRadius: 8,
                    color: '#3b4fd8',
                    display: 'block',
                    fontSize: 15,
                    lineHeight: '22px',
                    margin: '0 0 8px',
                    padding: '10px 14px',
                    textDecoration: 'none',
                    whiteSpace: 'pre-line',
                  }}
                >
                  {text}
                </Link>
              ))}
            </Section>
          )}
          {button && (
            <Section style={{ margin: '24px 0 8px' }}>
              <Button
                href={button.url}
                style={{
                  backgroundColor: brandColour,
                  borderRadius: 8,
                  color: '#ffffff',
                  fontSize: 15,
                  fontWeight: 600,
                  padding: '12px 20px',
                }}
              >
                {button.text}
              </Button>
            </Section>
          )}
          <Hr style={{ borderColor: '#dce0e6', margin: '24px 0 16px' }} />
          <Text style={{ color: '#585e69', fontSize: 12, lineHeight: '18px', margin: 0 }}>
            {words(locale)('footer.why', { reason, organisation: organisationName })}{' '}
            {stopUrl && (
              <Link href={stopUrl} style={{ color: '#585e69', textDecoration: 'underline' }}>
                {words(locale)('footer.stop')}
              </Link>
            )}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

/** Subject, text part and HTML of one mail; pure. */
export async function renderMail(content: MailContent): Promise<RenderedMail> {
  const html = await render(<Mail {...content} />);
  const text = [
    ...content.paragraphs,
    ...(content.choices
      ? [
          [
            content.choices.title,
            ...content.choices.items.map(({ text, url }) => `• ${text.replaceAll('\n', ' · ')}: ${url}`),
          ].join('\n'),
        ]
      : []),
    ...(content.button ? [`${content.button.text}: ${content.button.url}`] : []),
    `— ${content.organisationName}`,
    words(content.locale)('footer.why', { reason: content.reason, organisation: content.organisationName }),
    ...(content.stopUrl ? [`${words(content.locale)('footer.stop')}: ${content.stopUrl}`] : []),
  ].join('\n\n');
  return { subject: content.subject, text, html };
}
