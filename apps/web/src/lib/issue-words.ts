import type * as z from 'zod/mini';
import { text } from './i18n.tsx';

type Issue = z.core.$ZodIssue;

/** An issue of a schema in the reader's language: what to do, never "invalid". */
export function issueWords(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return text('problem.field.required');
      if (issue.origin === 'number') return text('problem.field.least', { least: Number(issue.minimum) });
      return text('problem.field.tooFew', { least: Number(issue.minimum) });
    case 'too_big':
      if (issue.origin === 'number') return text('problem.field.most', { most: Number(issue.maximum) });
      return text(issue.origin === 'string' ? 'problem.field.characters' : 'problem.field.tooLong', {
        most: Number(issue.maximum),
      });
    case 'invalid_type':
      return text('problem.field.required');
    case 'invalid_format':
      if (issue.format === 'email') return text('problem.field.email');
      if (issue.format === 'date') return text('problem.field.day');
      return text('problem.field.other');
    default:
      return text('problem.field.other');
  }
}
