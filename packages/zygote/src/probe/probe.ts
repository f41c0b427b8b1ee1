/** What a forked process must be able to do, done once. Ends with 37, or says what failed and ends with 1. */
import { pbkdf2 } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { gzip } from 'node:zlib';
import { PASSED } from './self-test.ts';

/** The smallest module there is that does something: it exports a function that answers 42. */
const MODULE = Uint8Array.from(
  Buffer.from('0061736d010000000105016000017f030201000707010366696e00000a06010400412a0b', 'hex'),
);

/** As far as it is used here; its full types come with those of browsers. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
  ): Promise<{ readonly instance: { readonly exports: { fin(): number } } }>;
};

const CHECKS: Readonly<Record<string, () => Promise<unknown>>> = {
  timers: () => wait(1),
  files: () => readFile(import.meta.filename),
  'the thread pool': async () => {
    await Promise.all([
      promisify(pbkdf2)('secret', 'salt', 10, 16, 'sha256'),
      promisify(gzip)(Buffer.alloc(10_000)),
    ]);
  },
  'garbage collection': async () => {
    let kept: unknown[] = [];
    for (let n = 0; n < 200_000; n++) {
      if (n % 20_000 === 0) kept = [];
      kept.push({ n, text: `garbage ${n}` });
    }
  },
  WebAssembly: async () => {
    const { instance } = await WebAssembly.instantiate(MODULE);
    const answer = instance.exports.fin();
    if (answer !== 42) throw new Error(`it answered ${answer}`);
  },
  'a worker thread': async () => {
    const worker = new Worker('process.exit(3)', { eval: true });
    const code = await new Promise((resolve) => worker.once('exit', resolve));
    if (code !== 3) throw new Error(`it ended with ${String(code)}`);
  },
  http: async () => {
    // An abstract socket: nothing to clean up.
    const socketPath = `\0muster-probe-${process.pid}`;
    const server = createServer((_request, response) => response.end('ok')).listen(socketPath);
    const status = await new Promise((resolve, reject) => {
      get({ socketPath }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode));
      }).once('error', reject);
    });
    server.close();
    if (status !== 200) throw new Error(`it answered ${String(status)}`);
  },
};

await Promise.all(
  Object.entries(CHECKS).map(async ([what, check]) => {
    try {
      await check();
    } catch (error) {
      process.stderr.write(`${what}: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    }
  }),
);
// By itself, not by process.exit: the way most programs end.
process.exitCode = PASSED;
