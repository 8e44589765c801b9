import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { IdentityModule } from './features/identity/identity.module.ts';
import { OrganisationsModule } from './features/organisations/organisations.module.ts';
import { PeopleModule } from './features/people/people.module.ts';
import { PairingsModule } from './features/pairings/pairings.module.ts';
import { ProgramsModule } from './features/programs/programs.module.ts';
import { PresenceModule } from './features/presence/presence.module.ts';
import { EnrolmentsModule } from './features/enrolments/enrolments.module.ts';
import { MeetingsModule } from './features/meetings/meetings.module.ts';
import { GoalsModule } from './features/goals/goals.module.ts';
import { MessagesModule } from './features/messages/messages.module.ts';
import { SafeguardingModule } from './features/safeguarding/safeguarding.module.ts';
import { SurveysModule } from './features/surveys/surveys.module.ts';
import { IntroductionsModule } from './features/introductions/introductions.module.ts';
import { ResourcesModule } from './features/resources/resources.module.ts';
import { NudgesModule } from './features/nudges/nudges.module.ts';
import { ActsModule } from './features/acts/acts.module.ts';
import { DigestsModule } from './features/digests/digests.module.ts';
import { MetricsModule } from './features/metrics/metrics.module.ts';
import { PersonalDataModule } from './features/personal-data/personal-data.module.ts';
import { ReportsModule } from './features/reports/reports.module.ts';
import { MailsModule } from './features/mails/mails.module.ts';
import { MatchingModule } from './features/matching/matching.module.ts';
import { RehearsalsModule } from './features/rehearsals/rehearsals.module.ts';
import { RequestsModule } from './features/requests/requests.module.ts';
import { PlatformModule } from './platform/platform.module.ts';
import type { Platform } from './platform/platform.module.ts';

/** The features, in their one order: each may use only those to its left. */
export const features = [
  IdentityModule,
  OrganisationsModule,
  PeopleModule,
  ProgramsModule,
  PresenceModule,
  EnrolmentsModule,
  PairingsModule,
  MatchingModule,
  RequestsModule,
  MeetingsModule,
  GoalsModule,
  MessagesModule,
  SafeguardingModule,
  SurveysModule,
  IntroductionsModule,
  ResourcesModule,
  NudgesModule,
  ActsModule,
  MetricsModule,
  DigestsModule,
  MailsModule,
  ReportsModule,
  PersonalDataModule,
  RehearsalsModule,
];

@Module({})
export class AppModule {
  static of(platform: Platform): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.of(platform), DiscoveryModule, ...features] };
  }
}
