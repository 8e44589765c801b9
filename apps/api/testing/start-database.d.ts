import type { EmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.ts';
declare global {
    var ithacaTestDatabase: {
        postgres: EmbeddedPostgres;
        dataDir: string;
    } | undefined;
}
export declare const TEMPLATE = "ithaca_template";
/** One PostgreSQL per run, migrated once into a template that every test file copies in milliseconds. */
export default function startDatabase(): Promise<void>;
