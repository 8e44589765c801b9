import { expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import ResourcePage from './resource.page.tsx';

const id = '0190b000-0000-7000-8000-000000000040';
const course = {
  id,
  kind: 'course',
  title: 'Speaking to a room',
  summary: '',
  languages: ['en'],
  minutes: 180,
  source: 'link',
  link: 'https://courses.example/speaking',
  mine: { finishedAt: null as string | null, rating: null as number | null, proof: '' },
  places: [],
  state: 'published',
  body: '',
  file: null,
  version: 1,
};

it('a course is opened outside, finished, rated, and takes the link of a certificate once it is finished', async () => {
  let now = course;
  const asked = answer({
    [`GET /api/resources/${id}`]: () => now,
    [`PUT /api/resources/${id}/use`]: ({ body }: { body: unknown }) => {
      const { isFinished, ...said } = body as { isFinished: boolean; rating: number | null; proof: string };
      now = { ...course, mine: { ...said, finishedAt: isFinished ? '2026-10-01T08:00:00Z' : null } };
      return now;
    },
  });
  const { user } = render(<ResourcePage resourceId={id} />, { queryClient: signedIn() });
  const link = await screen.findByRole('link', { name: /Open/ });
  expect(link.getAttribute('rel')).toContain('noopener');
  expect(screen.queryByRole('textbox')).toBeNull();
  await user.click(screen.getByRole('button', { name: /course|finished/i }));
  const proof = await screen.findByRole('textbox');
  await user.click(screen.getByRole('radio', { name: '5' }));
  await user.type(proof, 'no address');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(proof.getAttribute('aria-invalid')).toBe('true');
  await user.clear(proof);
  await user.type(proof, 'https://courses.example/proof/1{Enter}');
  await waitFor(() =>
    expect(asked.findLast(({ route }) => route.startsWith('PUT'))?.body).toEqual({
      isFinished: true,
      rating: 5,
      proof: 'https://courses.example/proof/1',
    }),
  );
});
