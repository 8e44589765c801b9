import { toNestErrors } from '@hookform/resolvers';
import type { FieldError, FieldPath, FieldValues, Resolver, UseFormReturn } from 'react-hook-form';
import { ApiProblem } from './api.ts';
import { checkBy, type Load } from './check.ts';
import { text } from './i18n.tsx';
import { issueWords } from './issue-words.ts';

/**
 * A react-hook-form resolver over the request schema of a route. What is submitted is the parsed value (trimmed, defaults
 * filled in), in the shape of the form's own fields.
 */
export function resolverOf<T extends FieldValues>(load: Load): Resolver<T, unknown, T> {
  return async (values, _context, options) => {
    const { data, issues } = await checkBy(load, values);
    if (data) return { values: data, errors: {} };
    const errors: Record<string, FieldError> = {};
    for (const issue of issues)
      errors[issue.path.join('.')] ??= { type: issue.code, message: issueWords(issue) };
    return { values: {}, errors: toNestErrors(errors, options) };
  };
}

/** Puts the fields a problem names onto the form; answers whether the problem named any. */
export function showFieldProblems<T extends FieldValues>(
  form: Pick<UseFormReturn<T>, 'setError'>,
  problem: unknown,
): boolean {
  if (!(problem instanceof ApiProblem) || problem.fields.length === 0) return false;
  for (const field of problem.fields)
    // The API names the part of the request first; the form is its body.
    form.setError(field.path.replace(/^body\./, '') as FieldPath<T>, {
      type: 'server',
      message: text('problem.field.other'),
    });
  return true;
}

/** The form's errors as the summary wants them: one entry a field, with dots in the place. */
export function problemsOf(errors: object, path = ''): { field: string; message: string }[] {
  return Object.entries(errors).flatMap(([name, error]: [string, unknown]) => {
    if (typeof error !== 'object' || error === null) return [];
    const field = path === '' ? name : `${path}.${name}`;
    if ('message' in error && typeof error.message === 'string') return [{ field, message: error.message }];
    return problemsOf(error, field);
  });
}
