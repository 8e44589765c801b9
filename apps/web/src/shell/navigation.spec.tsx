import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { answer } from '../testing/answers.ts';
import { render } from '../testing/render.tsx';
import { sessionOf, signedIn } from '../testing/session.ts';
import { barFor, placeOf, placesFor } from './navigation.ts';
import { PlaceGroups } from './sidebar.tsx';

const actorOf = (who: Parameters<typeof sessionOf>[0] = {}) => {
  const { actor } = sessionOf(who);
  if (!actor) throw new Error('Everybody here belongs to an organisation');
  return actor;
};
const pathsOf = (who?: Parameters<typeof sessionOf>[0]) =>
  placesFor(actorOf(who)).flatMap((group) => group.places.map((place) => place.path));

const owner = { grants: [{ role: 'owner' as const, programId: null }] };
const coordinator = { grants: [{ role: 'coordinator' as const, programId: 'a' }] };
const auditor = { grants: [{ role: 'auditor' as const, programId: null }] };

describe('the navigation shows only what the person can do', () => {
  it('an employee finds home, inbox, the own mentoring and programs', () => {
    expect(pathsOf()).toEqual(['/', '/inbox', '/my', '/programs']);
  });

  it('a manager finds reports as well', () => {
    expect(pathsOf({ isManager: true })).toContain('/reports');
    expect(pathsOf({ isManager: true })).not.toContain('/manage');
  });

  it('a coordinator of one program runs programs, but does not administer the organisation', () => {
    expect(pathsOf(coordinator)).toEqual(
      expect.arrayContaining(['/today', '/manage', '/people', '/imports']),
    );
    expect(pathsOf(coordinator).filter((path) => path.startsWith('/admin'))).toEqual([]);
  });

  it('an auditor reads activity and roles, but neither mails nor settings', () => {
    expect(pathsOf(auditor).filter((path) => path.startsWith('/admin'))).toEqual([
      '/admin',
      '/admin/people',
      '/admin/declarations',
      '/admin/audit',
      '/admin/roles',
    ]);
  });

  it('an owner finds everything', () => {
    expect(pathsOf(owner)).toEqual(
      expect.arrayContaining(['/admin/outbox', '/admin/organisation', '/today']),
    );
  });
});

describe('the bar of a phone', () => {
  it('holds all four places of an employee', () => {
    expect(barFor(actorOf())).toMatchObject({ hasMore: false, places: { length: 4 } });
  });

  it.each([owner, coordinator, { isManager: true }])(
    'holds three places and the way to the rest for %j',
    (who) => {
      expect(barFor(actorOf(who))).toMatchObject({ hasMore: true, places: { length: 3 } });
    },
  );
});

describe('the current place', () => {
  it('is the one whose path the address goes on from', () => {
    expect(placeOf('/manage/1/setup')?.path).toBe('/manage');
    expect(placeOf('/programs')?.path).toBe('/programs');
    expect(placeOf('/programsx')).toBeUndefined();
    expect(placeOf('/')?.path).toBe('/');
  });
});

describe('the sidebar', () => {
  it('names the lenses when there is more than one and counts what is unread', async () => {
    answer({ 'GET /api/inbox': { items: [], nextCursor: null, unreadCount: 3 } });
    render(<PlaceGroups groups={placesFor(actorOf(owner))} />, { queryClient: signedIn(owner) });
    const mine = screen.getByRole('region', { name: 'My mentoring' });
    expect(await within(mine).findByText('3 unread')).toBeInstanceOf(HTMLElement);
    expect(screen.getByRole('link', { name: 'Roles' }).getAttribute('href')).toBe('/admin/roles');
  });
});
