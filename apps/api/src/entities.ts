import type { EntitySchema } from 'typeorm';

import { Organisation } from './features/organisations/organisation.entity.ts';
import { PersonImport } from './features/people/imports/import.entity.ts';
import { Person } from './features/people/person.entity.ts';
import { Enrolment } from './features/enrolments/enrolment.entity.ts';
import { Cohort } from './features/programs/cohort.entity.ts';
import { Program } from './features/programs/program.entity.ts';
import { Pairing, PairingMember } from './features/pairings/pairing.entity.ts';
import { MatchingRun } from './features/matching/runs/matching-run.entity.ts';
import { PolicyScenario, PolicyVersion } from './features/matching/policy/policy-version.entity.ts';
import { Proposal } from './features/matching/review/proposal.entity.ts';
import { ReviewAct } from './features/matching/review/review-act.entity.ts';
import { MentorRequest } from './features/requests/mentor-request.entity.ts';
import { Meeting } from './features/meetings/meeting.entity.ts';
import { Action } from './features/meetings/action.entity.ts';
import { Goal } from './features/goals/goal.entity.ts';
import { Resource } from './features/resources/resource.entity.ts';
import { Introduction } from './features/introductions/introduction.entity.ts';
import { Message } from './features/messages/message.entity.ts';
import { CheckIn } from './features/surveys/check-in.entity.ts';

/** Every TypeORM entity, one line each. */
export const entities: (EntitySchema | (new () => object))[] = [
  Organisation,
  Person,
  PersonImport,
  Program,
  Cohort,
  Enrolment,
  Pairing,
  PairingMember,
  MatchingRun,
  PolicyVersion,
  PolicyScenario,
  Proposal,
  ReviewAct,
  MentorRequest,
  Meeting,
  Action,
  Goal,
  Message,
  CheckIn,
  Introduction,
  Resource,
];
