import type { EntitySchema } from 'typeorm';

/** Every TypeORM entity, one line each. */
export const entities: (EntitySchema | (new () => object))[] = [];
