import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { describeError } from '../../../event/errors.ts';
import { moodOfAnswers } from './answer.ts';
import type { AskedThreadData, Reply } from './asking.ts';
import type { OnnxFiles } from './files.ts';

/** The thread that runs a user's model: a text comes in, its mood goes out. */

/** So many tokens at most are given to the model; posts have fewer. */
const MOST_TOKENS = 128;

/** What is used of the package `onnxruntime-node`. */
interface Runtime {
  readonly InferenceSession: { create(file: string, options: object): Promise<Session> };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, shape: readonly number[]) => Tensor;
}

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}

interface Tensor {
  readonly data: ArrayLike<number | bigint | string>;
}

/** What is used of the package `@huggingface/tokenizers`. */
interface Tokenizers {
  readonly Tokenizer: new (tokenizer: unknown, settings: unknown) => Tokenizer;
}

interface Tokenizer {
  encode(text: string): { readonly ids: readonly number[] };
}

const isFunction = z.custom<object>((value) => typeof value === 'function');
const RuntimeShape = z.custom<Runtime>(
  (value) =>
    z
      .object({ InferenceSession: isFunction.or(z.object({ create: isFunction })), Tensor: isFunction })
      .safeParse({ ...Object(value) }).success,
);
const TokenizersShape = z.custom<Tokenizers>(
  (value) => z.object({ Tokenizer: isFunction }).safeParse({ ...Object(value) }).success,
);

const { port, signal, given } = workerData as AskedThreadData<OnnxFiles>;
const raised = new Int32Array(signal);

/** Named by variables: the compiler need not find packages that are not there. */
const [runtimePackage, tokenizersPackage]: readonly string[] = [
  'onnxruntime-node',
  '@huggingface/tokenizers',
];

async function open(): Promise<(text: string) => Promise<unknown>> {
  const runtime = RuntimeShape.parse(await import(runtimePackage ?? ''));
  const { Tokenizer } = TokenizersShape.parse(await import(tokenizersPackage ?? ''));
  const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
  const tokenizer = new Tokenizer(read(given.tokenizer), read(given.tokenizerSettings));
  // One thread of the processor for each worker that enriches; there are as many of those as threads to use.
  const session = await runtime.InferenceSession.create(given.model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  return (text) => score(text, { runtime, tokenizer, session });
}

interface Opened {
  readonly runtime: Runtime;
  readonly tokenizer: Tokenizer;
  readonly session: Session;
}

async function score(text: string, { runtime, tokenizer, session }: Opened): Promise<unknown> {
  const ids = firstTokens(tokenizer.encode(masked(text)).ids);
  const tensor = (value: (index: number) => number): Tensor =>
    new runtime.Tensor(
      'int64',
      BigInt64Array.from(ids, (_, index) => BigInt(value(index))),
      [1, ids.length],
    );
  const inputs: Record<string, Tensor> = {};
  for (const name of session.inputNames) {
    inputs[name] = tensor(
      name === 'input_ids' ? (index) => ids[index] ?? 0 : () => (name === 'attention_mask' ? 1 : 0),
    );
  }
  const outputs = await session.run(inputs);
  const values = Array.from(outputs[session.outputNames[0] ?? '']?.data ?? [], Number);
  const mood = moodOfAnswers(values, given.answers);
  if (mood === undefined) throw new Error(`${given.model} answers ${values.length} values, not three`);
  return mood;
}

/** The last token closes a text for the model, also one that is cut. */
function firstTokens(ids: readonly number[]): readonly number[] {
  if (ids.length === 0) return [0];
  return ids.length <= MOST_TOKENS ? ids : [...ids.slice(0, MOST_TOKENS - 1), ids.at(-1) ?? 0];
}

/** Names and links are masked, as in the posts that such models are trained on. */
function masked(text: string): string {
  return text
    .slice(0, 2_000)
    .replace(/@\w+/gu, '@user')
    .replace(/https?:\/\/\S+/giu, 'http');
}

const opened = open();
port.on('message', (text: string) => {
  void opened
    .then((ask) => ask(text))
    .then((answer): Reply => ({ answer }))
    .catch((error: unknown): Reply => ({ error: describeError(error) }))
    .then((reply) => {
      port.postMessage(reply);
      Atomics.add(raised, 0, 1);
      Atomics.notify(raised, 0);
    });
});
opened.catch(() => undefined);
