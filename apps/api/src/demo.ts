import type { NestExpressApplication } from '@nestjs/platform-express';

import type { Platform } from './platform/platform.module.ts';

export async function seedDemo(_app: NestExpressApplication, _platform: Platform): Promise<void> {}

export async function printWelcome(platform: Platform): Promise<void> {
  process.stdout.write(`\nIthaca is running at ${platform.config.baseUrl}\n`);
}
