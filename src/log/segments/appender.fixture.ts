import { openSegmentLog } from './open.ts';

// Run as a program of its own, to be killed: appends to the log in the folder given, and writes to standard output how far
// it was acknowledged. Each line holds its own offset, so that a reader can tell what is missing.
const log = await openSegmentLog({ dir: process.argv[2] ?? '', segmentBytes: 20_000 });
let next = log.end('shop', 'collector');

async function appendOn(): Promise<void> {
  for (;;) {
    const data = Buffer.from(`${`{"at":${next}`.padEnd(98)}}\n`);
    next += BigInt(data.length);
    const [place] = await log.append('shop', 'collector', { data, lines: 1 });
    process.stdout.write(`${place?.to}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, appendOn));
