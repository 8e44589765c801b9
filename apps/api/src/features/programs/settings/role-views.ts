import { admissionRoutes } from '@ithaca/contracts/admission';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { goalRoutes } from '@ithaca/contracts/goals';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { mentorRequestRoutes } from '@ithaca/contracts/mentor-requests';
import { messageRoutes } from '@ithaca/contracts/messages';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { peopleRoutes } from '@ithaca/contracts/people';
import { programSettingRoutes } from '@ithaca/contracts/program-settings';
import type { RoleView } from '@ithaca/contracts/program-settings';
import { programRoutes } from '@ithaca/contracts/programs';
import { reportRoutes } from '@ithaca/contracts/reports';
import { checkInRoutes } from '@ithaca/contracts/surveys';
import type { Permission } from '@ithaca/domain/permissions';
import { dataKinds, previewedRoles, reachOf, rolesIn } from '@ithaca/domain/role-view';
import type { DataKind, PreviewedRole } from '@ithaca/domain/role-view';
import { sides } from '@ithaca/domain/vocabulary';
import type { Format } from '@ithaca/domain/vocabulary';

interface Guarded {
  access: Permission;
}

/** The routes by which each subject is read and changed. Their own access declarations say who may. */
const routesOf: Record<
  DataKind,
  { parties: readonly PreviewedRole[]; reads: readonly Guarded[]; changes: readonly Guarded[] }
> = {
  names: {
    parties: previewedRoles,
    reads: [peopleRoutes.get],
    changes: [peopleRoutes.updateMyProfile, peopleRoutes.update],
  },
  rules: { parties: [], reads: [programRoutes.get], changes: [programRoutes.update] },
  answers: {
    parties: sides,
    reads: [enrolmentRoutes.listMine, enrolmentRoutes.list],
    changes: [enrolmentRoutes.save],
  },
  approvals: {
    parties: ['manager'],
    reads: [admissionRoutes.readTeam, admissionRoutes.listApprovals],
    changes: [admissionRoutes.decide],
  },
  requests: {
    parties: ['mentor'],
    reads: [mentorRequestRoutes.listAsked, mentorRequestRoutes.listOfCohort],
    changes: [mentorRequestRoutes.answer, mentorRequestRoutes.matchByHand],
  },
  proposals: {
    parties: [],
    reads: [matchingRoutes.listProposals],
    changes: [matchingRoutes.setProposalState],
  },
  pairings: {
    parties: sides,
    reads: [pairingRoutes.get, pairingRoutes.list],
    changes: [pairingRoutes.setAgreement, pairingRoutes.endForCoordinator],
  },
  meetings: {
    parties: sides,
    reads: [meetingRoutes.get],
    changes: [meetingRoutes.update],
  },
  goals: { parties: sides, reads: [goalRoutes.list], changes: [goalRoutes.update] },
  messages: { parties: sides, reads: [messageRoutes.list], changes: [messageRoutes.send] },
  privateNotes: {
    parties: sides,
    reads: [meetingRoutes.getPrivateNote],
    changes: [meetingRoutes.setPrivateNote],
  },
  checkIns: {
    parties: sides,
    reads: [checkInRoutes.get],
    changes: [checkInRoutes.answer],
  },
  reports: { parties: [], reads: [reportRoutes.get], changes: [] },
  activity: { parties: [], reads: [programSettingRoutes.listActivity], changes: [] },
};

const accessOf = ({ access }: Guarded) => access;

/** What will each role see of whom? Worked out from the access that the routes declare; grain: a role. */
export function listRoleViews(programId: string, format: Format): RoleView[] {
  // Nobody asks a peer for a place.
  const kinds = dataKinds.filter((kind) => kind !== 'requests' || format !== 'peer');
  return rolesIn(format).map((role) => ({
    role,
    data: kinds.map((kind) => {
      const { parties, reads, changes } = routesOf[kind];
      const access = { parties, reads: reads.map(accessOf), changes: changes.map(accessOf) };
      return { kind, ...reachOf(role, programId, access) };
    }),
  }));
}
