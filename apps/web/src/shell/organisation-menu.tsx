import { lazy } from 'react';
import { Later } from './later.tsx';
import { Mark } from './mark.tsx';
import { useSession } from './session.tsx';

const Choice = lazy(() => import('./organisation-choice.tsx'));

/** Whose organisation this is; for those who belong to several, the way to another one. */
export function OrganisationMenu() {
  const { organisation, memberships } = useSession();
  const name = <OrganisationName name={organisation.name} />;
  const plain = <div className="flex min-h-control items-center gap-2.5 px-1.5">{name}</div>;
  if (memberships.length < 2) return plain;
  return (
    <Later plain={plain}>
      <Choice>{name}</Choice>
    </Later>
  );
}

function OrganisationName({ name }: { name: string }) {
  return (
    <>
      <Mark name={name} />
      <span className="min-w-0 flex-1 truncate text-start font-semibold">{name}</span>
    </>
  );
}
