import type { Locale } from '@ithaca/domain/vocabulary';

import { words } from '../../../platform/mail/words.ts';
import { registerFonts } from '../../../platform/paper/fonts.ts';
import { hasRightToLeft, visualRuns } from '../../../platform/paper/visual-runs.ts';
import type { CertificateFacts } from './endings.queries.ts';

const MARGIN = 64;
const INK = '#161b24';
const MUTED = '#585e69';
const ACCENT = '#3b4fd8';

/** A certificate on one A4 page, tagged and titled for screen readers. */
export async function writeCertificate(
  facts: CertificateFacts,
  locale: Locale,
  address: string,
): Promise<Uint8Array> {
  // Loaded when somebody asks for one: it takes longer than the rest of the answer.
  const { default: PDFDocument } = await import('pdfkit');
  const t = words(locale);
  const title = t('certificate.title');
  const document = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: MARGIN,
    lang: locale,
    tagged: true,
    pdfVersion: '1.7',
    displayTitle: true,
    info: {
      Title: `${title}: ${facts.displayName}`,
      Author: facts.organisationName,
      CreationDate: facts.issuedAt,
    },
  });
  const chunks: Buffer[] = [];
  const written = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  registerFonts(document);

  const { width, height } = document.page;
  document.markContent('Artifact');
  document
    .lineWidth(1)
    .strokeColor('#dce0e6')
    .rect(28, 28, width - 56, height - 56)
    .stroke();
  document.rect(28, 28, width - 56, 8).fill(ACCENT);
  document.endMarkedContent();

  const page = document.struct('Document');
  document.addStructure(page);
  const line = (
    kind: 'H1' | 'P',
    text: string,
    size: number,
    more: { font?: string; colour?: string; gap?: number; link?: string } = {},
  ) => {
    const { font = 'plain', colour = INK, gap = 10, link } = more;
    page.add(
      document.struct(kind, {}, () => {
        document.font(font).fillColor(colour);
        // A long name takes a smaller size rather than a second line.
        let fitting = size;
        while (fitting > 10 && document.fontSize(fitting).widthOfString(text) > width - 2 * MARGIN)
          fitting -= 1;
        document.fontSize(fitting);
        const parts = visualRuns(text, hasRightToLeft(text) ? 'rtl' : 'ltr');
        const whole = parts.reduce((sum, part) => sum + document.widthOfString(part), 0);
        const { y } = document;
        let x = (width - whole) / 2;
        for (const part of parts) {
          document.text(part, x, y, { lineBreak: false, ...(link && { link, underline: false }) });
          x += document.widthOfString(part);
        }
        document.x = MARGIN;
        document.y = y + document.currentLineHeight(true) + gap;
      }),
    );
  };

  const day = (value: string) => value.split('-').toReversed().join('.');
  const hours = new Intl.NumberFormat(locale === 'ar' ? 'ar-u-nu-latn' : locale, {
    maximumFractionDigits: 1,
  }).format(facts.minutes / 60);
  document.y = 92;
  line('P', facts.organisationName, 13, { colour: MUTED, gap: 26 });
  line('H1', title, 30, { font: 'bold', gap: 26 });
  line('P', t('certificate.confirms'), 13, { colour: MUTED });
  line('P', facts.displayName, 26, { font: 'bold', gap: 18 });
  line('P', t(`certificate.role.${facts.role}`), 13, { colour: MUTED });
  line('P', facts.programName, 20, { font: 'bold', gap: 14 });
  line('P', `${day(facts.startedOn)} – ${day(facts.endedOn)}`, 13, { gap: 18 });
  line('P', t('certificate.met', { count: facts.heldMeetings, hours }), 13, { colour: MUTED, gap: 0 });
  document.y = height - MARGIN - 62;
  line('P', t('certificate.check'), 10, { colour: MUTED, gap: 4 });
  line('P', facts.code, 13, { font: 'bold', gap: 4 });
  line('P', address, 10, { colour: ACCENT, gap: 0, link: address });
  page.end();
  document.end();
  await written;
  return Buffer.concat(chunks);
}
