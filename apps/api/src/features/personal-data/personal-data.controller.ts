import { Controller } from '@nestjs/common';
import { personalDataRoutes as routes } from '@ithaca/contracts/personal-data';
import type { Actor } from '@ithaca/domain/permissions';

import { Database } from '../../platform/database/database.ts';
import { Exports } from '../../platform/exports/exports.ts';
import { Files } from '../../platform/files/files.ts';
import { Caller, Endpoint } from '../../platform/http/endpoint.ts';
import { Keyring } from '../../platform/keyring/keyring.ts';
import { personalData } from './personal-data.queries.ts';

@Controller()
export class PersonalDataController {
  constructor(
    private readonly exports: Exports,
    db: Database,
    keyring: Keyring,
    files: Files,
  ) {
    exports.declareArchive(personalData({ db, keyring, files }));
  }

  @Endpoint(routes.take)
  take(@Caller() actor: Actor) {
    return this.exports.makeArchive(actor, 'my-data');
  }
}
