import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** One family that writes every script the product speaks, and most of those that names are written in. */
const fontFile = (name: string) =>
  join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf', name);

/** Gives a PDF its two faces, `plain` and `bold`. */
export function registerFonts(document: PDFKit.PDFDocument): void {
  document.registerFont('plain', fontFile('DejaVuSans.ttf'));
  document.registerFont('bold', fontFile('DejaVuSans-Bold.ttf'));
}
