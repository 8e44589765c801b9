import type { Session } from '@ithaca/contracts/identity';
import type { Grant } from '@ithaca/domain/permissions';
import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '../shell/session.tsx';
import { testQueryClient } from './render.tsx';

const organisationId = '0190a000-0000-7000-8000-000000000001';
const personId = '0190a000-0000-7000-8000-000000000002';
const accountId = '0190a000-0000-7000-8000-000000000003';

/** Noor Haddad of Northwind, which is in Berlin, with these grants and in this zone. */
export function sessionOf({
  grants = [],
  isManager = false,
  timeZone = 'Europe/Berlin',
}: { grants?: Grant[]; isManager?: boolean; timeZone?: string } = {}): Session {
  return {
    account: { id: accountId, email: 'noor@northwind.example', locale: 'en' },
    memberships: [{ organisationId, personId, organisationName: 'Northwind' }],
    actor: { accountId, personId, organisationId, grants: [...grants], isManager },
    person: { displayName: 'Noor Haddad', locale: 'en', timeZone },
    organisation: {
      name: 'Northwind',
      brandColour: '#3b4fd8',
      timeZone: 'Europe/Berlin',
      locale: 'en',
      demo: true,
      rehearsal: null,
    },
  };
}

/** A query client in which somebody is signed in: `render(<X />, { queryClient: signedIn() })`. */
export function signedIn(who: Parameters<typeof sessionOf>[0] = {}): QueryClient {
  const client = testQueryClient();
  client.setQueryData(sessionQuery.queryKey, sessionOf(who));
  return client;
}
