import type { Worker } from 'node:worker_threads';

import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { Refusal } from '@ithaca/domain/refusal';

import { startThread } from '../engine/computing-thread.ts';
import { EngineRefusal } from '../engine/engine.ts';
import { PolicyDesk } from './policy-desk.ts';
import type { Question, Reply } from './policy-desk.ts';
import type { Pool, PoolAnswer, PoolQuestion } from './policy-pool.ts';

/** A thread that nobody asks for so long ends, and the people it knows are forgotten. */
const IDLE_MS = 5 * 60_000;
/** Up to so many pairs an answer takes a few milliseconds here; for more, the thread keeps the event loop free. */
const MOST_PAIRS_IN_PROCESS = 2_000;

/** A question that was overtaken and goes on for so long takes its thread with it: the next one shall not wait for it. */
const ABANDONED_MS = 400;

/** Who asks about what: a newer question of theirs overtakes the one before. The signal ends it when they are gone. */
export interface Asker {
  name: string;
  signal: AbortSignal | undefined;
}

/** Waits for its turn, or is being answered. */
interface Waiting {
  asker: string;
  key: string;
  pool: Pool;
  question: PoolQuestion;
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
}

interface Thread {
  worker: Worker;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Tries policies on a pool. One thread for all, started when first needed; it keeps the last pools and their results, so
 * that a pool crosses to it once and each edit solves only itself. It is given one question at a time, so that what nobody
 * waits for any more is never begun.
 */
@Injectable()
export class PolicyEngine implements OnModuleDestroy {
  #thread: Thread | null = null;
  #running: { id: number; waiting: Waiting } | null = null;
  readonly #queue: Waiting[] = [];
  #asked = 0;
  readonly #desk = new PolicyDesk();

  /** `key` names the pool and changes with it. Throws EngineRefusal when the engine refuses the pool or a policy, a refusal when overtaken. */
  async ask(key: string, pool: Pool, question: PoolQuestion, asker: Asker): Promise<PoolAnswer> {
    const isSmall = pool.mentees.length * pool.mentors.length <= MOST_PAIRS_IN_PROCESS;
    const reply = isSmall
      ? this.#desk.answer({ ...question, id: 0, key, pool })
      : await this.#wait(key, pool, question, asker);
    if (reply.kind === 'refusal') throw new EngineRefusal(reply.code, reply.message, reply.facts);
    if (reply.kind === 'unknown') throw new Error('The pool was sent and is not known.');
    return reply.answer;
  }

  /** How many questions wait or are being answered. */
  get open(): number {
    return this.#queue.length + Number(this.#running !== null);
  }

  onModuleDestroy(): Promise<void> {
    return this.#stop();
  }

  #wait(key: string, pool: Pool, question: PoolQuestion, { name, signal }: Asker): Promise<Reply> {
    const earlier = [...this.#queue, ...(this.#running ? [this.#running.waiting] : [])];
    for (const one of earlier) if (one.asker === name) this.#drop(one);
    if (signal?.aborted) return Promise.reject(overtaken());
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { asker: name, key, pool, question, resolve, reject };
      signal?.addEventListener('abort', () => this.#drop(waiting), { once: true });
      this.#queue.push(waiting);
      this.#next();
    });
  }

  /** Nobody waits for it any more: it is never begun, or, being answered, given up when it takes long. */
  #drop(waiting: Waiting): void {
    waiting.reject(overtaken());
    const at = this.#queue.indexOf(waiting);
    if (at >= 0) this.#queue.splice(at, 1);
    const running = this.#running;
    if (running?.waiting !== waiting) return;
    const timer = setTimeout(() => {
      if (this.#running !== running) return;
      void this.#stop();
      this.#running = null;
      this.#next();
    }, ABANDONED_MS);
    timer.unref();
  }

  #next(): void {
    if (this.#running) return;
    const waiting = this.#queue.shift();
    if (waiting) this.#post(waiting, null);
  }

  #post(waiting: Waiting, pool: Pool | null): void {
    const thread = (this.#thread ??= this.#start());
    clearTimeout(thread.idle);
    this.#asked += 1;
    this.#running = { id: this.#asked, waiting };
    const question: Question = { ...waiting.question, id: this.#asked, key: waiting.key, pool };
    thread.worker.postMessage(question);
  }

  async #stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    clearTimeout(thread?.idle);
    await thread?.worker.terminate();
  }

  #start(): Thread {
    const thread: Thread = { worker: startThread('./policy-thread', import.meta.url), idle: undefined };
    // It never keeps the process alive by itself.
    thread.worker.unref();
    const end = (error: Error) => {
      if (this.#thread !== thread) return;
      this.#thread = null;
      this.#running?.waiting.reject(error);
      this.#running = null;
      this.#next();
    };
    thread.worker.on('message', (reply: Reply) => this.#take(thread, reply));
    thread.worker.on('error', end);
    thread.worker.on('exit', (code) => end(new Error(`The thread of policies ended with ${code}.`)));
    return thread;
  }

  #take(thread: Thread, reply: Reply): void {
    const running = this.#running;
    if (running?.id !== reply.id) return;
    // Not known there (any more): asked again with the pool.
    if (reply.kind === 'unknown') return this.#post(running.waiting, running.waiting.pool);
    this.#running = null;
    running.waiting.resolve(reply);
    this.#next();
    if (this.#running) return;
    clearTimeout(thread.idle);
    thread.idle = setTimeout(() => {
      if (this.#thread === thread) void this.#stop();
    }, IDLE_MS);
    thread.idle.unref();
  }
}

const overtaken = () => new Refusal('policy.overtaken');
