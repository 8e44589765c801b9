import { can } from './permissions.ts';
import type { Actor, Permission } from './permissions.ts';
import { sidesOf } from './vocabulary.ts';
import type { Format } from './vocabulary.ts';

/** The roles whose view of a program a coordinator may look at beforehand. */
export const previewedRoles = ['mentee', 'mentor', 'peer', 'manager', 'coordinator'] as const;
export type PreviewedRole = (typeof previewedRoles)[number];

/** The roles that there are in a program of this format. */
export const rolesIn = (format: Format): readonly PreviewedRole[] => [
  ...sidesOf(format).toReversed(),
  'manager',
  'coordinator',
];

/** What there is to know in a program, by subject. */
export const dataKinds = [
  'names',
  'rules',
  'answers',
  'approvals',
  'requests',
  'proposals',
  'pairings',
  'meetings',
  'goals',
  'messages',
  'privateNotes',
  'checkIns',
  'reports',
  'activity',
] as const;
export type DataKind = (typeof dataKinds)[number];

export type Reach = 'change' | 'read' | 'nothing';

/** How a subject is reached: by permissions of routes, and whose own record it is. */
export interface DataAccess {
  parties: readonly PreviewedRole[];
  reads: readonly Permission[];
  changes: readonly Permission[];
}

/** Permissions of everybody, or of every manager, that only ever answer with what is theirs. */
const ofOneself: ReadonlySet<Permission> = new Set(['member.act', 'cohort.enrol', 'team.read']);

/** Somebody in this role of one program, and in no other. */
export function actorIn(role: PreviewedRole, programId: string): Actor {
  return {
    accountId: role,
    personId: role,
    organisationId: 'here',
    grants: role === 'coordinator' ? [{ role: 'coordinator', programId }] : [],
    isManager: role === 'manager',
  };
}

/**
 * How far a role reaches, asked of the same `can` that guards the routes: for records of its own (null where it has
 * none of this kind) and for those of others in the program.
 */
export function reachOf(
  role: PreviewedRole,
  programId: string,
  { parties, reads, changes }: DataAccess,
): { own: Reach | null; others: Reach } {
  const actor = actorIn(role, programId);
  const reach = (party: string): Reach => {
    const may = (permission: Permission) =>
      (party === role || !ofOneself.has(permission)) &&
      can(actor, permission, { programId, parties: [party] });
    return changes.some(may) ? 'change' : reads.some(may) ? 'read' : 'nothing';
  };
  return { own: parties.includes(role) ? reach(role) : null, others: reach('somebody else') };
}
