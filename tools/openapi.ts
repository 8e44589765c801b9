import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createOpenApi } from '../apps/api/src/platform/http/openapi.ts';

/** Writes apps/api/openapi.json from the route table: `npm run openapi`. */
writeFileSync(
  join(import.meta.dirname, '../apps/api/openapi.json'),
  `${JSON.stringify(createOpenApi(), null, 2)}\n`,
);
