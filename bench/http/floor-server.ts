import { open } from 'node:fs/promises';
import { createServer } from 'node:http';

// The least that a collector in Node can do: read the body, append it, wait for the disk, say 202. Several bodies share
// a sync. `node floor-server.ts FILE` prints its address.

const ANSWER = '{"received":1,"accepted":1,"refused":[]}';
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': ANSWER.length };

const file = await open(process.argv[2] ?? '', 'a');
let queue: { readonly body: Buffer; readonly done: () => void }[] = [];
let writing = false;

async function write(): Promise<void> {
  if (writing) return;
  writing = true;
  while (queue.length > 0) {
    const taken = queue;
    queue = [];
    await file.writev(taken.map(({ body }) => body));
    await file.datasync();
    for (const { done } of taken) done();
  }
  writing = false;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    queue.push({ body: Buffer.concat(chunks), done: () => response.writeHead(202, HEADERS).end(ANSWER) });
    void write();
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null)
    process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
process.once('SIGINT', () => process.exit(0));
