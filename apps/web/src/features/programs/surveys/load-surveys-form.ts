import { loadWords } from '../../../lib/i18n.tsx';

/** The surveys of a program with their words, which only this step of the setup needs. */
export async function loadSurveysForm() {
  const [{ SurveysForm }] = await Promise.all([
    import('./surveys.form.tsx'),
    loadWords(['listening', 'answering']),
  ]);
  return SurveysForm;
}
