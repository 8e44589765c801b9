import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';

import { EngineRefusal } from '../engine/engine.ts';
import { PolicyDesk } from './policy-desk.ts';
import type { Question, Reply } from './policy-desk.ts';
import type { Pool, PoolAnswer, PoolQuestion } from './policy-pool.ts';

/** A thread that nobody asks for so long ends, and the people it knows are forgotten. */
const IDLE_MS = 5 * 60_000;
/** Up to so many pairs an answer takes a few milliseconds here; for more, the thread keeps the event loop free. */
const MOST_PAIRS_IN_PROCESS = 2_000;

interface Thread {
  worker: Worker;
  waiting: Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Tries policies on a pool. One thread for all, started when first needed; it keeps the last pools and their results, so
 * that a pool crosses to it once and each edit solves only itself.
 */
@Injectable()
export class PolicyEngine implements OnModuleDestroy {
  #thread: Thread | null = null;
  #asked = 0;
  readonly #desk = new PolicyDesk();

  /** `key` names the pool and changes with it. Throws EngineRefusal when the engine refuses the pool or a policy. */
  async ask(key: string, pool: Pool, question: PoolQuestion): Promise<PoolAnswer> {
    const isSmall = pool.mentees.length * pool.mentors.length <= MOST_PAIRS_IN_PROCESS;
    const send = (known: boolean): Promise<Reply> => {
      this.#asked += 1;
      const asked: Question = { ...question, id: this.#asked, key, pool: known ? null : pool };
      return isSmall ? Promise.resolve(this.#desk.answer(asked)) : this.#post(asked);
    };
    let reply = await send(true);
    if (reply.kind === 'unknown') reply = await send(false);
    if (reply.kind === 'refusal') throw new EngineRefusal(reply.code, reply.message, reply.facts);
    if (reply.kind === 'unknown') throw new Error('The pool was sent and is not known.');
    return reply.answer;
  }

  onModuleDestroy(): Promise<void> {
    return this.#stop();
  }

  async #stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    clearTimeout(thread?.idle);
    await thread?.worker.terminate();
  }

  #post(question: Question): Promise<Reply> {
    const thread = (this.#thread ??= this.#start());
    clearTimeout(thread.idle);
    return new Promise((resolve, reject) => {
      thread.waiting.set(question.id, { resolve, reject });
      thread.worker.postMessage(question);
    });
  }

  #start(): Thread {
    // The thread's file stands beside this one, as source or compiled.
    const file = new URL(`./policy-thread${extname(import.meta.url)}`, import.meta.url);
    const thread: Thread = { worker: new Worker(file), waiting: new Map(), idle: undefined };
    // It never keeps the process alive by itself.
    thread.worker.unref();
    const end = (error: Error) => {
      if (this.#thread === thread) this.#thread = null;
      for (const { reject } of thread.waiting.values()) reject(error);
      thread.waiting.clear();
    };
    thread.worker.on('message', (reply: Reply) => {
      thread.waiting.get(reply.id)?.resolve(reply);
      thread.waiting.delete(reply.id);
      if (thread.waiting.size > 0) return;
      clearTimeout(thread.idle);
      thread.idle = setTimeout(() => {
        if (this.#thread === thread) void this.#stop();
      }, IDLE_MS);
      thread.idle.unref();
    });
    thread.worker.on('error', end);
    thread.worker.on('exit', (code) => end(new Error(`The thread of policies ended with ${code}.`)));
    return thread;
  }
}
