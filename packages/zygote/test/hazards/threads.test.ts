import { expect, test } from 'vitest';
import { runForked } from '../fixtures/child-outcome.ts';
import { openPrograms } from '../fixtures/child-programs.ts';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

const USED = new URL('../fixtures/child-used.ts', import.meta.url).pathname;

/** Much garbage, some of it living long, hot code, and work on the thread pool, for a while. */
const LOAD = `
  import { promisify } from 'node:util'; import { gzip } from 'node:zlib'; import { pbkdf2 } from 'node:crypto';
  const until = performance.now() + Number(process.argv[2]);
  let rounds = 0, kept = [], sum = 0;
  const work = (n) => { let own = 0; for (let k = 0; k < 2_000; k++) own += Math.sqrt(k * n) % 7; return own; };
  while (performance.now() < until) {
    for (let n = 0; n < 2_000; n++) kept.push({ n, text: 'text ' + n, inner: [n, { n }] });
    if (kept.length > 40_000) kept = kept.slice(30_000);
    sum += work(rounds++);
    if (rounds % 50 === 0) await Promise.all([promisify(gzip)(JSON.stringify(kept.slice(0, 500))), promisify(pbkdf2)('a', 'b', 5, 16, 'sha256')]);
  }
  console.log(rounds > 0, Number.isFinite(sum));`;

test('20 siblings compile, collect garbage and use the thread pool for two seconds without fault', async () => {
  using files = openPrograms();
  const module = files.write('load.mjs', LOAD);
  await using zygote = await openZygote([USED]);
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => runForked(zygote, { module, args: ['2000'], env: ENV })),
  );
  expect(outcomes).toEqual(
    outcomes.map(() => ({ stdout: 'true true\n', stderr: '', code: 0, signal: null })),
  );
});

test('a scavenge hands work to a thread that lives in the child', async () => {
  using files = openPrograms();
  const module = files.write(
    'threads.mjs',
    `import { readdirSync } from 'node:fs';
     let kept = []; for (let n = 0; n < 500_000; n++) { if (n % 100_000 === 0) kept = []; kept.push({ n, a: [n] }); }
     console.log(readdirSync('/proc/self/task').length);`,
  );
  await using zygote = await openZygote();
  const { stdout, code } = await runForked(zygote, { module, env: ENV });
  expect({ threads: Number(stdout), code }).toEqual({ threads: 2, code: 0 });
});

test('a zygote whose thread pool was used forks children whose thread pool works', async () => {
  using files = openPrograms();
  const preloaded = files.write(
    'pool.mjs',
    `import { readFile } from 'node:fs/promises'; await Promise.all(Array.from({ length: 20 }, () => readFile(import.meta.filename)));`,
  );
  const module = files.write(
    'uses.mjs',
    `import { readFile } from 'node:fs/promises'; const all = await Promise.all(Array.from({ length: 20 }, () => readFile(import.meta.filename))); console.log(all.length);`,
  );
  await using zygote = await openZygote([preloaded]);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => runForked(zygote, { module, env: ENV })),
  );
  expect(outcomes.map(({ stdout, code }) => [stdout, code])).toEqual(
    outcomes.map(() => ['20\n', 0]),
  );
});

test.each([
  ['by itself', '', 0],
  ['by process.exit', 'process.exit(3);', 3],
  ['by process.reallyExit', 'process.reallyExit(4);', 4],
  ['by an exit listener', "process.on('exit', () => process.exit(5));", 5],
  ['by an uncaught error', "throw new Error('end');", 1],
])('a child with a busy past ends %s', async (_how, last, code) => {
  using files = openPrograms();
  const module = files.write(
    'past.mjs',
    `import { Worker } from 'node:worker_threads';
     let kept = []; for (let n = 0; n < 500_000; n++) { if (n % 50_000 === 0) kept = []; kept.push({ n }); }
     await WebAssembly.compile(Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0]));
     await new Promise((resolve) => new Worker('require("node:zlib").gzipSync("x")', { eval: true }).once('exit', resolve));
     ${last}`,
  );
  await using zygote = await openZygote();
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () => runForked(zygote, { module, env: ENV })),
  );
  expect(outcomes.map((outcome) => [outcome.code, outcome.signal])).toEqual(
    outcomes.map(() => [code, null]),
  );
});
