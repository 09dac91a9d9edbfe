import { workerData } from 'node:worker_threads';
import type { AskedThreadData, Reply } from './asking.ts';

/** A thread for tests: it answers after a while, fails when it is told to, and never answers to `silence`. */
const { port, signal, given } = workerData as AskedThreadData<string>;
const raised = new Int32Array(signal);

port.on('message', (question: string) => {
  if (question === 'silence') return;
  setTimeout(() => {
    const reply: Reply = question === 'fail' ? { error: 'told to fail' } : { answer: `${given} ${question}` };
    port.postMessage(reply);
    Atomics.add(raised, 0, 1);
    Atomics.notify(raised, 0);
  }, 1);
});
