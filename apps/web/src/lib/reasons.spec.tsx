import { expect, it } from '@jest/globals';
import { render } from '../testing/render.tsx';
import { useReason } from './reasons.tsx';

function Reason({ code, facts }: { code: string; facts: Record<string, unknown> }) {
  return useReason()(code, facts);
}
const said = (code: string, facts: Record<string, unknown>) =>
  render(<Reason code={code} facts={facts} />).container.textContent;

it.each([
  [
    'skills',
    { covered: ['Hiring', 'Design'] },
    'The mentor knows what the mentee wants to learn: Hiring and Design',
  ],
  ['skills', { covered: [] }, 'The mentor offers none of the skills wanted'],
  ['goals', { shared: ['Lead'], missing: true }, 'Goals were not answered'],
  ['language', { shared: ['de'] }, 'Languages in common: German'],
  ['hours', { minutes: 330 }, '5 working hours in common each day'],
  ['hours', { minutes: null }, 'Working hours are not known'],
  ['grade-distance', { distance: 2 }, 'The mentor is 2 levels ahead'],
  ['site', { mentee: 'Oslo', mentor: 'Kyiv' }, 'Different sites: Oslo and Kyiv'],
  ['mentee-wish', {}, 'One asked for the other'],
  ['mentee-wish', { rank: 1, wishes: 3 }, 'The mentee’s choice number 1'],
  ['mentor-wish', { rank: null, wishes: 0 }, 'The mentor named no wishes'],
  ['something-new', {}, 'The coordinator’s judgement'],
])('evidence of %s %j reads as "%s"', (code, facts, words) => {
  expect(said(code, facts)).toBe(words);
});
