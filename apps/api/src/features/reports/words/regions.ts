import type { Locale } from '@ithaca/domain/vocabulary';

/** The regions by which the screens write numbers and days where nothing nearer is known. */
export const regions: Record<Locale, string> = { en: 'en-GB', de: 'de-DE', ar: 'ar-EG' };
