import { parentPort } from 'node:worker_threads';

import { PolicyDesk } from './policy-desk.ts';
import type { Question } from './policy-desk.ts';

// Entry of the thread in which policies are tried, started by policy-engine.ts: questions in, answers out, pools kept between.
const desk = new PolicyDesk();
parentPort?.on('message', (question: Question) => parentPort?.postMessage(desk.answer(question)));
