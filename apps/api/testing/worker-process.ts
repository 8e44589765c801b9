import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../dist/main.js');

export interface WorkerProcess {
  /** Ends it as it stands, in the middle of whatever it does; answers when it is gone. */
  kill(): Promise<void>;
}

/** The built product as a process of its own that does nothing but jobs, over the database and the mail server of a test. */
export function startWorker(databaseUrl: string, smtpUrl: string): WorkerProcess {
  if (!existsSync(main)) throw new Error('There is no built product yet: npm run build:api.');
  const child = spawn(process.execPath, ['--no-warnings', main], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      WORKER: 'only',
      SEED: 'none',
      DATABASE_URL: databaseUrl,
      SMTP_URL: smtpUrl,
      BASE_URL: 'https://mentoring.example.com',
      MASTER_KEYS: Buffer.alloc(32, 'test').toString('base64'),
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
