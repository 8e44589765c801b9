import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../../lib/page.tsx';
import { ChangeProfileForm } from './change-profile.form.tsx';
import { myProfileQuery } from '../people.queries.ts';

export default function MyProfilePage() {
  const profile = useQuery(myProfileQuery);
  return <Loaded query={profile}>{(person) => <ChangeProfileForm person={person} />}</Loaded>;
}
