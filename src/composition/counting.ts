import { hostname } from 'node:os';
import type { CrosscurrentError } from '../event/errors.ts';
import { holdCounting } from '../warehouse/counting.ts';

/**
 * Takes the right to count streams into a warehouse that others reach, where a job of Flink may count them instead.
 * @returns how to give it back
 * @throws CrosscurrentError unsupported when such a job does
 */
export async function countHere(about: {
  readonly url: string;
  readonly streams: readonly string[];
  readonly what: 'worker' | 'start';
  /** Told when a job of Flink took it while the server was away; nothing may be committed any more. */
  readonly onLost: (error: CrosscurrentError) => void;
}): Promise<() => Promise<void>> {
  const { url, streams, what, onLost } = about;
  const counting = await holdCounting({
    connection: url,
    streams,
    who: `${what}, process ${process.pid} on ${hostname()}`,
    remedy: what === 'worker' ? besideWorkers : besideStart,
    onLost,
  });
  return () => counting.close();
}

function besideWorkers(streams: readonly string[]): string {
  return `\`crosscurrent worker --role archive\` keeps everything else of ${them(streams)}; or ${undeployed(streams)}`;
}

function besideStart(streams: readonly string[]): string {
  return `Set log: kafka and engine: flink, which leaves ${them(streams)} to Flink; or ${undeployed(streams)}`;
}

function undeployed(streams: readonly string[]): string {
  const rebuild = streams.map((stream) => `\`crosscurrent rebuild ${stream}\``).join(', ');
  return `\`crosscurrent undeploy ${streams.join(' ')}\` first, and then ${rebuild} from the lake.`;
}

function them({ length }: readonly string[]): string {
  return length === 1 ? 'it' : 'them';
}
