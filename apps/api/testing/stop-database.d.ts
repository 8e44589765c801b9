/** Ends the run's PostgreSQL and removes its files. */
export default function stopDatabase(): Promise<void>;
