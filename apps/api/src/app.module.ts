import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { IdentityModule } from './features/identity/identity.module.ts';
import { PlatformModule } from './platform/platform.module.ts';
import type { Platform } from './platform/platform.module.ts';

/** The features, in their one order: each may use only those to its left. */
export const features = [IdentityModule];

@Module({})
export class AppModule {
  static of(platform: Platform): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.of(platform), DiscoveryModule, ...features] };
  }
}
