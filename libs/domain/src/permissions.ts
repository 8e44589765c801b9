/** Roles that are granted; manager, mentor and mentee follow from the directory and from pairings. */
export const grantableRoles = ['owner', 'coordinator', 'auditor'] as const;
export type GrantableRole = (typeof grantableRoles)[number];

export interface Grant {
  role: GrantableRole;
  /** Null: the whole organisation. Only coordinators may be limited to one program. */
  programId: string | null;
}

/** Who asks: a person of one organisation, with the grants in force at this moment. */
export interface Actor {
  accountId: string;
  personId: string;
  organisationId: string;
  grants: readonly Grant[];
  /** Has at least one report in the directory. */
  isManager: boolean;
  /** Is named to review reported messages. */
  isReviewer?: boolean | undefined;
}

/** A person who acts on records of their own, signed in or by a link of a mail. */
export type Party = Pick<Actor, 'organisationId' | 'personId'>;

/** What the request touches; found by the guard from the ids in the path. Absent facts never allow anything. */
export interface Scope {
  programId?: string | null;
  /** The people whose own record it is: both sides of a pairing, the enrolled person, the asked person. */
  parties?: readonly string[];
  /** Members of a circle that runs who have not answered yet: they may answer, and read what is offered. */
  invited?: readonly string[];
  /** Anyone in the organisation may know that it exists. */
  published?: boolean;
}

const isOwner = (actor: Actor) => actor.grants.some((grant) => grant.role === 'owner');
const isAuditor = (actor: Actor) => actor.grants.some((grant) => grant.role === 'auditor');
const coordinatesAnything = (actor: Actor) => actor.grants.some((grant) => grant.role === 'coordinator');
const coordinatesAll = (actor: Actor) =>
  actor.grants.some((grant) => grant.role === 'coordinator' && grant.programId === null);
const coordinates = (actor: Actor, scope: Scope) =>
  scope.programId != null &&
  actor.grants.some(
    (grant) =>
      grant.role === 'coordinator' && (grant.programId === null || grant.programId === scope.programId),
  );
const isParty = (actor: Actor, scope: Scope) => scope.parties?.includes(actor.personId) ?? false;
const isInvited = (actor: Actor, scope: Scope) => scope.invited?.includes(actor.personId) ?? false;

type Rule = (actor: Actor, scope: Scope) => boolean;

/**
 * Every permission in one line each. The guard, the interface and the generated role matrix read this table and
 * nothing else. An auditor never writes: no line below that changes anything names auditors.
 */
export const permissions = {
  'member.act': () => true,
  'organisation.read': () => true,
  'organisation.administer': (actor) => isOwner(actor),
  'organisation.audit': (actor) => isOwner(actor) || isAuditor(actor),
  'directory.read': () => true,
  'directory.write': (actor) => isOwner(actor) || coordinatesAll(actor),
  'directory.manage': (actor) => isOwner(actor) || isAuditor(actor) || coordinatesAnything(actor),
  // A file leaves the house, so only those who keep the whole directory may ask for one.
  'directory.export': (actor) => isOwner(actor) || coordinatesAll(actor),
  'record.own': (actor, scope) => isParty(actor, scope),
  'program.create': (actor) => isOwner(actor) || coordinatesAll(actor),
  // What every coordinator starts from is not for one program's alone.
  'templates.keep': (actor) => isOwner(actor) || coordinatesAll(actor),
  'programs.manage': (actor) => isOwner(actor) || isAuditor(actor) || coordinatesAnything(actor),
  // Of a resource that is in programs of others as well, the service asks for each.
  'resource.keep': (actor) => isOwner(actor) || coordinatesAnything(actor),
  'program.read': (actor, scope) => isOwner(actor) || isAuditor(actor) || coordinates(actor, scope),
  'program.coordinate': (actor, scope) => isOwner(actor) || coordinates(actor, scope),
  'cohort.enrol': () => true,
  'enrolment.read': (actor, scope) => isParty(actor, scope) || isOwner(actor) || coordinates(actor, scope),
  'enrolment.own': (actor, scope) => isParty(actor, scope),
  // The parties of an approval are those who may give it: the person's present manager, nobody else's.
  'approval.decide': (actor, scope) => isParty(actor, scope) || isOwner(actor) || coordinates(actor, scope),
  'team.read': (actor) => actor.isManager,
  'matching.read': (actor, scope) => isAuditor(actor) || isOwner(actor) || coordinates(actor, scope),
  'matching.review': (actor, scope) => isOwner(actor) || coordinates(actor, scope),
  'pairing.read': (actor, scope) =>
    isParty(actor, scope) ||
    isInvited(actor, scope) ||
    isOwner(actor) ||
    isAuditor(actor) ||
    coordinates(actor, scope),
  'pairing.answer': (actor, scope) => isParty(actor, scope) || isInvited(actor, scope),
  'pairing.take-part': (actor, scope) => isParty(actor, scope),
  'pairing.coordinate': (actor, scope) => isOwner(actor) || coordinates(actor, scope),
  // Owners and auditors learn of reasons in sums only; the other side never does.
  'exit-reason.read': (actor, scope) => coordinates(actor, scope),
  'concerns.read': (actor) => actor.isReviewer === true,
  // The parties of a concern are those who may read it while it is open: never a member of its pairing, nor an owner as such.
  'concern.review': (actor, scope) => isParty(actor, scope),
  'mentor-request.answer': (actor, scope) => isParty(actor, scope),
  // Helper, guest and, once it has been sent to them, the colleague.
  'introduction.take-part': (actor, scope) => isParty(actor, scope),
  'check-in.answer': (actor, scope) => isParty(actor, scope),
  'survey.answer': (actor, scope) => isParty(actor, scope),
  // Whether the two of a pairing suit is told to whoever can find another partner, by name; to nobody else.
  'fit.read': (actor, scope) => coordinates(actor, scope),
  'metrics.read': (actor, scope) => isOwner(actor) || isAuditor(actor) || coordinates(actor, scope),
  'report.list': (actor) =>
    isOwner(actor) || isAuditor(actor) || coordinatesAnything(actor) || actor.isManager,
  'report.read': (actor, scope) =>
    isOwner(actor) || isAuditor(actor) || coordinates(actor, scope) || actor.isManager,
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof permissions;

/** May this actor do this here? Pure; the interface calls it to say beforehand why a button is off. */
export function can(actor: Actor, permission: Permission, scope: Scope = {}): boolean {
  return (permissions[permission] as Rule)(actor, scope);
}

/** Content of a pairing (agenda, notes, messages, goals' text) is for its two sides: existence itself is hidden from others. */
const hidden = new Set<Permission>([
  'pairing.read',
  'pairing.answer',
  'pairing.take-part',
  'enrolment.read',
  'enrolment.own',
  'approval.decide',
  'mentor-request.answer',
  'introduction.take-part',
  'check-in.answer',
  'survey.answer',
  'record.own',
  'concern.review',
]);

/** How a refusal is answered: 'hidden' (404) where even the existence of the record is not the actor's to know. */
export function refusalOf(permission: Permission): 'hidden' | 'forbidden' {
  return hidden.has(permission) ? 'hidden' : 'forbidden';
}
