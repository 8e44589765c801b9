import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { whenOf } from './card-words.ts';

const kinds = [
  'meeting',
  'check-in',
  'cohort-starts',
  'cohort-ends',
  'enrolment-opens',
  'enrolment-closes',
  'matching-due',
] as const;

/** The API's names of dates that are said with other words here. */
const sameAs: Readonly<Record<string, string>> = {
  'next-meeting': 'meeting',
  starts: 'cohort-starts',
  ends: 'cohort-ends',
};

type NextDateProps = { kind: string; on: string; facts: Record<string, unknown> };

/** The next thing in the calendar, when nothing is to be done now. */
export function NextDate({ kind, on, facts }: NextDateProps) {
  const t = useText();
  const format = useFormat();
  const known = kinds.find((one) => one === (sameAs[kind] ?? kind));
  const partners = Array.isArray(facts['partnerNames']) ? facts['partnerNames'].map(String) : [];
  const names = partners.length === 1 ? partners[0] : facts['programName'];
  const name = [names, facts['cohortName']].find((fact) => typeof fact === 'string');
  return t('home.next', {
    what: known ? t(`home.next.${known}`) : t('home.next.other'),
    when: whenOf(on, format),
    named: name ? 'yes' : 'no',
    name: name ?? '',
  });
}
