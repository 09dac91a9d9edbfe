import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** What the thread answers to one question. */
export type Reply = { readonly answer: unknown } | { readonly error: string };

/** What a thread that is asked is started with. */
export interface AskedThreadData<T> {
  readonly port: MessagePort;
  /** One Int32 that is counted up after each reply. */
  readonly signal: SharedArrayBuffer;
  readonly given: T;
}

/**
 * Asks a thread of its own and waits for the answer without giving up the processor's turn: what is asynchronous there is
 * synchronous here. It is meant for worker threads, which have nothing else to do meanwhile.
 *
 * Each question is a message; the reply is put on the port before the signal is raised, so it is there when the wait
 * ends. The thread does not keep the process alive. After a question without an answer no other is asked: its reply might
 * still come, and would be taken for the next one's.
 */
export function askThread<T>(
  module: URL,
  given: T,
  { patience }: { readonly patience: number },
): (question: unknown) => Reply {
  const { port1, port2 } = new MessageChannel();
  const signal = new SharedArrayBuffer(4);
  const raised = new Int32Array(signal);
  const workerData: AskedThreadData<T> = { port: port2, signal, given };
  const worker = new Worker(module, { workerData, transferList: [port2] });
  worker.unref();
  port1.unref();
  let silence: Reply | undefined;
  return (question) => {
    if (silence !== undefined) return silence;
    const before = Atomics.load(raised, 0);
    port1.postMessage(question);
    const ended = Atomics.wait(raised, 0, before, patience);
    const received: { message: Reply } | undefined = receiveMessageOnPort(port1);
    if (received !== undefined) return received.message;
    silence = { error: ended === 'timed-out' ? `no answer within ${patience / 1000} s` : 'no answer' };
    return silence;
  };
}
