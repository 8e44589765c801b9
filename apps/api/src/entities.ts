import type { EntitySchema } from 'typeorm';

import { Enrolment } from './features/enrolments/enrolment.entity.ts';
import { Cohort } from './features/programs/cohort.entity.ts';
import { Program } from './features/programs/program.entity.ts';
import { Pairing, PairingMember } from './features/pairings/pairing.entity.ts';
import { Meeting } from './features/meetings/meeting.entity.ts';
import { Action } from './features/meetings/action.entity.ts';
import { Goal } from './features/goals/goal.entity.ts';
import { Message } from './features/messages/message.entity.ts';
import { CheckIn } from './features/surveys/check-in.entity.ts';

/** Every TypeORM entity, one line each. */
export const entities: (EntitySchema | (new () => object))[] = [
  Program,
  Cohort,
  Enrolment,
  Pairing,
  PairingMember,
  Meeting,
  Action,
  Goal,
  Message,
  CheckIn,
];
