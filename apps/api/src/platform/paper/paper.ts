import type { Locale } from '@ithaca/domain/vocabulary';

import { registerFonts } from './fonts.ts';
import { hasRightToLeft, visualRuns } from './visual-runs.ts';

type Document = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

/** Those of the screen by day (`tools/architecture/words.spec.ts`). */
export const colours = {
  text: '#161b24',
  muted: '#585e69',
  edge: '#808693',
  accent: '#3b4fd8',
  divider: '#dce0e6',
  track: '#e7eaf0',
} as const;

/** Of up to four parts of a whole: colour and pattern, so that neither is needed. */
export const fills = [
  { colour: '#3b4fd8', pattern: 'plain' },
  { colour: '#4f950f', pattern: 'slanted' },
  { colour: '#765f81', pattern: 'dotted' },
  { colour: '#720400', pattern: 'upright' },
] as const;
type Fill = (typeof fills)[number];

/** A rectangle of the page: what stands beside something else gets a narrower one. */
export interface Place {
  x: number;
  width: number;
}

export interface TextStyle {
  size?: number;
  bold?: boolean;
  colour?: string;
  /** Under the text. */
  gap?: number;
  /** At most so many lines; what does not fit ends in an ellipsis. */
  lines?: number;
  link?: string;
  /** Against the far side of its place: the day at the top of a page, a number under another. */
  isAtEnd?: boolean;
}

type Tag = 'H1' | 'H2' | 'P';

const SIZES = {
  A4: { width: 595.28, height: 841.89 },
} as const;
const MARGIN = 44;
/** Under a text that says no other. */
const GAP = 4;

/**
 * A sheet of A4, tagged and titled for screen readers: headings, paragraphs, figures with their words, tables with headings of
 * rows and columns. Units are points; what is written moves `y` down.
 */
export class Paper {
  readonly locale: Locale;
  readonly direction: 'ltr' | 'rtl';
  readonly full: Place = { x: MARGIN, width: SIZES.A4.width - 2 * MARGIN };
  y = MARGIN;
  readonly #document: Document;
  readonly #root: Element;
  readonly #chunks: Buffer[] = [];
  readonly #written: Promise<void>;

  private constructor(document: Document, locale: Locale) {
    this.locale = locale;
    this.direction = locale === 'ar' ? 'rtl' : 'ltr';
    this.#document = document;
    this.#written = new Promise<void>((resolve, reject) => {
      document.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
      document.on('end', resolve);
      document.on('error', reject);
    });
    registerFonts(document);
    this.#root = document.struct('Document');
    document.addStructure(this.#root);
  }

  static async open(facts: { title: string; author: string; at: Date; locale: Locale }): Promise<Paper> {
    // Loaded when somebody asks for a sheet: it takes longer than the rest of the answer.
    const { default: PDFDocument } = await import('pdfkit');
    const { title, author, at, locale } = facts;
    const document = new PDFDocument({
      size: 'A4',
      margin: MARGIN,
      lang: locale,
      tagged: true,
      pdfVersion: '1.7',
      displayTitle: true,
      info: { Title: title, Author: author, CreationDate: at },
    });
    return new Paper(document, locale);
  }

  async close(): Promise<Buffer> {
    this.#root.end();
    this.#document.end();
    await this.#written;
    return Buffer.concat(this.#chunks);
  }

  /** How much room is left above the margin. */
  get left(): number {
    return SIZES.A4.height - MARGIN - this.y;
  }

  /** The side on which lines of the page's language begin. */
  get start(): 'start' | 'end' {
    return this.direction === 'rtl' ? 'end' : 'start';
  }

  /** The left edge of what is `width` wide and stands so far from where lines begin. */
  across(offset: number, width: number, place: Place = this.full): number {
    return this.direction === 'rtl' ? place.x + place.width - offset - width : place.x + offset;
  }

  /** Goes on at the top of a new sheet unless so much room is left. */
  turnUnless(height: number): void {
    if (this.left >= height) return;
    this.#document.addPage();
    this.y = MARGIN;
  }

  /** What a text takes of the height, with the gap under it. */
  heightOf(words: string, style: TextStyle, { width }: Place = this.full): number {
    return (
      this.lines(words, style, width).length * this.#document.currentLineHeight(true) + (style.gap ?? GAP)
    );
  }

  /** The lines that words are broken into. */
  lines(words: string, style: TextStyle, width: number): string[] {
    this.#take(style);
    return this.#linesOf(words, width, style.lines);
  }

  /** As many of the words as have room in one line; what does not fit ends in an ellipsis. */
  fit(words: string, width: number, style: TextStyle = {}): string {
    this.#take(style);
    return this.#widthOf(words) <= width ? words : this.#cut(words, width);
  }

  /** Places beside each other in the order of reading, the first of them at the start of the line. */
  columns(count: number, gap = 18, place: Place = this.full): Place[] {
    const width = (place.width - gap * (count - 1)) / count;
    const places = Array.from({ length: count }, (_, at) => ({ x: place.x + at * (width + gap), width }));
    return this.direction === 'rtl' ? places.toReversed() : places;
  }

  /** Writes each part from the same height and goes on below the longest. */
  beside(parts: readonly (() => void)[]): void {
    const top = this.y;
    let bottom = top;
    for (const write of parts) {
      this.y = top;
      write();
      bottom = Math.max(bottom, this.y);
    }
    this.y = bottom;
  }

  text(tag: Tag, words: string, style: TextStyle = {}, place: Place = this.full): void {
    // Drawn in pieces from left to right; whoever listens gets it as it is read.
    const actual = hasRightToLeft(words) ? { actual: words } : {};
    this.#root.add(this.#document.struct(tag, actual, () => this.#write(words, style, place)));
  }

  /** A picture that says what `alt` says. `draw` gets its top; it stands `height` high. */
  figure(alt: string, height: number, draw: (top: number) => void, { x, width }: Place = this.full): void {
    const top = this.y;
    const said = { alt, placement: 'Block', bbox: [x, top, x + width, top + height] };
    this.#root.add(this.#document.struct('Figure', said, () => draw(top)));
    this.y = top + height;
  }

  /** A list, point by point. */
  list(items: readonly string[], style: TextStyle = {}, place: Place = this.full): void {
    const list = this.#document.struct('L');
    this.#root.add(list);
    const inner = { x: this.across(10, place.width - 10, place), width: place.width - 10 };
    for (const words of items) {
      const item = this.#document.struct('LI');
      list.add(item);
      item.add(
        this.#document.struct('Lbl', {}, () => {
          this.label('•', this.across(2, 0, place), this.y, this.start, style);
        }),
      );
      const actual = hasRightToLeft(words) ? { actual: words } : {};
      item.add(this.#document.struct('LBody', actual, () => this.#write(words, style, inner)));
      item.end();
    }
    list.end();
  }

  /** A table with its headings; the first cell of a row is the row's heading, the others are numbers. */
  table(headings: readonly string[], rows: readonly (readonly string[])[], place: Place = this.full): void {
    const table = this.#document.struct('Table');
    this.#root.add(table);
    const places = this.columns(headings.length, 8, place);
    const line = (cells: readonly string[], isHead: boolean) => {
      const row = this.#document.struct('TR');
      table.add(row);
      this.beside(
        cells.map((cell, at) => () => {
          const kind = isHead || at === 0 ? 'TH' : 'TD';
          const said = {
            ...(hasRightToLeft(cell) && { actual: cell }),
            ...(kind === 'TH' && { scope: isHead ? 'Column' : 'Row' }),
          };
          row.add(
            this.#document.struct(kind, said, () =>
              this.#write(
                cell,
                { size: 8, gap: 3, isAtEnd: at > 0, ...(isHead && { colour: colours.muted }) },
                places[at] ?? place,
              ),
            ),
          );
        }),
      );
      row.end();
    };
    line(headings, true);
    for (const row of rows) {
      this.rule(3);
      line(row, false);
    }
    table.end();
  }

  /** A line across the page that says nothing. */
  rule(gap = 10, colour: string = colours.divider): void {
    this.#document.markContent('Artifact');
    this.#document
      .lineWidth(0.75)
      .strokeColor(colour)
      .moveTo(this.full.x, this.y)
      .lineTo(this.full.x + this.full.width, this.y)
      .stroke();
    this.#document.endMarkedContent();
    this.y += gap;
  }

  /** Inside a figure: a bar, a line, a label. */
  box(x: number, y: number, width: number, height: number, colour: string): void {
    if (width > 0 && height > 0) this.#document.rect(x, y, width, height).fill(colour);
  }

  /** Inside a figure: a box with its pattern. */
  filled(x: number, y: number, width: number, height: number, { colour, pattern }: Fill): void {
    this.box(x, y, width, height, colour);
    if (width <= 0 || pattern === 'plain') return;
    const document = this.#document;
    document.save().rect(x, y, width, height).clip().lineWidth(0.7).strokeColor('#ffffff');
    if (pattern === 'slanted')
      for (let at = -height; at < width; at += 4)
        document.moveTo(x + at, y + height).lineTo(x + at + height, y);
    else if (pattern === 'upright')
      for (let at = 2; at < width; at += 3) document.moveTo(x + at, y).lineTo(x + at, y + height);
    else
      for (let at = 2; at < width; at += 4)
        for (let down = 2; down < height; down += 4) document.circle(x + at, y + down, 0.4);
    document.stroke().restore();
  }

  /** Inside a figure: a box that is hatched, for what is withheld. */
  hatched(x: number, y: number, width: number, height: number): void {
    const document = this.#document;
    document.save().rect(x, y, width, height).clip().lineWidth(0.6).strokeColor('#a5abb7');
    for (let at = -height; at < width; at += 4)
      document.moveTo(x + at, y + height).lineTo(x + at + height, y);
    document.stroke().restore();
  }

  label(
    words: string,
    x: number,
    y: number,
    anchor: 'start' | 'middle' | 'end',
    style: TextStyle = {},
  ): number {
    this.#take(style);
    const width = this.#widthOf(words);
    this.#draw(words, anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2, y);
    return width;
  }

  #take({ size = 9.5, bold = false, colour = colours.text }: TextStyle): void {
    this.#document
      .font(bold ? 'bold' : 'plain')
      .fontSize(size)
      .fillColor(colour);
  }

  #write(words: string, style: TextStyle, { x, width }: Place): void {
    this.#take(style);
    const height = this.#document.currentLineHeight(true);
    const isRight = (this.direction === 'rtl') !== (style.isAtEnd ?? false);
    for (const line of this.#linesOf(words, width, style.lines)) {
      this.#draw(line, isRight ? x + width - this.#widthOf(line) : x, this.y, style.link);
      this.y += height;
    }
    this.y += style.gap ?? GAP;
  }

  #linesOf(words: string, width: number, most = Number.POSITIVE_INFINITY): string[] {
    const lines: string[] = [];
    for (const word of words.split(/\s+/).filter(Boolean)) {
      const last = lines.at(-1);
      const longer = `${last} ${word}`;
      if (last !== undefined && this.#widthOf(longer) <= width) lines[lines.length - 1] = longer;
      else lines.push(...this.#broken(word, width));
    }
    if (lines.length <= most) return lines;
    const kept = lines.slice(0, most);
    return [...kept.slice(0, -1), this.#cut(kept.at(-1) ?? '', width)];
  }

  /** A word that no line holds, such as an address, goes on in the next one. */
  #broken(word: string, width: number): string[] {
    if (word.length < 2 || this.#widthOf(word) <= width) return [word];
    let most = word.length - 1;
    while (most > 1 && this.#widthOf(word.slice(0, most)) > width) most -= 1;
    return [word.slice(0, most), ...this.#broken(word.slice(most), width)];
  }

  #cut(line: string, width: number): string {
    let end = line;
    while (end.length > 1 && this.#widthOf(`${end}…`) > width) end = end.slice(0, -1);
    return `${end}…`;
  }

  /** Words of another direction than the page's, such as an address, keep their own. */
  #runsOf(line: string): string[] {
    const isForeign = this.direction === 'rtl' && !hasRightToLeft(line) && /\p{L}/u.test(line);
    return visualRuns(line, isForeign ? 'ltr' : this.direction);
  }

  #widthOf(line: string): number {
    return this.#runsOf(line).reduce((sum, run) => sum + this.#document.widthOfString(run), 0);
  }

  #draw(line: string, start: number, y: number, link?: string): void {
    let x = start;
    for (const run of this.#runsOf(line)) {
      this.#document.text(run, x, y, { lineBreak: false, ...(link && { link, underline: false }) });
      x += this.#document.widthOfString(run);
    }
  }
}
