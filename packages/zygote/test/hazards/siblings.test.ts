import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Zygote } from '../../src/zygote/zygote.ts';
import { runForked } from '../fixtures/child-outcome.ts';
import { openPrograms } from '../fixtures/child-programs.ts';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

const SIBLINGS = 12;
const USED = new URL('../fixtures/child-used.ts', import.meta.url).pathname;

/** Where chance comes from, and how many words of it are printed. */
const SOURCES = {
  'Math.random': 'Array.from({ length: 3 }, () => Math.random())',
  'Math.random when the program keeps it': '(({ random }) => [random(), random()])(Math)',
  'crypto.randomUUID': 'Array.from({ length: 130 }, () => node.randomUUID())',
  'crypto.randomUUID without its store': '[node.randomUUID({ disableEntropyCache: true })]',
  'crypto.randomInt': 'Array.from({ length: 8 }, () => node.randomInt(2 ** 40))',
  'crypto.randomInt of few values': 'Array.from({ length: 60 }, () => node.randomInt(4))',
  'crypto.randomInt with a callback':
    'await Promise.all(Array.from({ length: 3 }, () => new Promise((done) => node.randomInt(2 ** 40, (_, n) => done(n)))))',
  'crypto.randomBytes': "[node.randomBytes(16).toString('hex')]",
  'crypto.randomFill':
    "await new Promise((done) => node.randomFill(Buffer.alloc(16), (_, bytes) => done([bytes.toString('hex')])))",
  'crypto.getRandomValues': 'crypto.getRandomValues(new Uint32Array(4)).join().split()',
  'the randomUUID of the web': 'Array.from({ length: 130 }, () => crypto.randomUUID())',
  'a generated key':
    "[node.generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'der' }).toString('hex')]",
  'Math.random in a worker thread':
    "await new Promise((done) => new Worker('require(\"node:worker_threads\").parentPort.postMessage([Math.random()])', { eval: true }).once('message', done))",
  'names of temporary directories':
    "[fs.mkdtempSync('/tmp/muster-')].map((name) => (fs.rmdirSync(name), name))",
} as const;

describe.each([
  { from: 'a bare zygote', preload: [] },
  { from: 'a zygote whose preloaded module used them', preload: [USED] },
])('siblings forked from $from', ({ preload }) => {
  const files = openPrograms();
  let zygote: Zygote | undefined;
  let told: ReadonlyMap<string, readonly (readonly unknown[])[]>;

  beforeAll(async () => {
    const expressions = Object.entries(SOURCES).map(
      ([name, expression]) => `[${JSON.stringify(name)}, ${expression}]`,
    );
    const module = files.write(
      'chance.mjs',
      `import node from 'node:crypto'; import fs from 'node:fs'; import { Worker } from 'node:worker_threads';
       console.log(JSON.stringify([${expressions.join(',\n')}]));`,
    );
    zygote = await openZygote(preload);
    const outcomes = await Promise.all(
      Array.from({ length: SIBLINGS }, () => runForked(zygote!, { module, env: ENV })),
    );
    const words = outcomes.map(({ stdout }) => JSON.parse(stdout) as [string, unknown[]][]);
    told = new Map(
      Object.keys(SOURCES).map((name) => [
        name,
        words.map((own) => own.find(([of]) => of === name)?.[1] ?? []),
      ]),
    );
  });
  afterAll(async () => {
    await zygote?.close();
    files[Symbol.dispose]();
  });

  test.each(Object.keys(SOURCES))('do not repeat each other: %s', (name) => {
    const all = told.get(name) ?? [];
    expect(all.map((own) => own.length > 0)).toEqual(Array(SIBLINGS).fill(true));
    expect(new Set(all.map((own) => JSON.stringify(own))).size).toBe(SIBLINGS);
  });

  test('do not share a single UUID', () => {
    const uuids = [
      ...(told.get('crypto.randomUUID') ?? []),
      ...(told.get('the randomUUID of the web') ?? []),
    ];
    expect(new Set(uuids.flat()).size).toBe(uuids.flat().length);
  });

  test('draw numbers from 0 to 1 that are spread evenly', async () => {
    const module = files.write(
      'spread.mjs',
      `const bins = Array(10).fill(0); let low = 1, high = 0, bits = 0;
       for (let n = 0; n < 100_000; n++) { const x = Math.random(); bins[Math.floor(x * 10)]++; low = Math.min(low, x); high = Math.max(high, x); if (x * 2 ** 52 % 1 !== 0) bits++; }
       console.log(JSON.stringify({ bins, low, high, bits }));`,
    );
    const { stdout } = await runForked(zygote!, { module, env: ENV });
    const { bins, low, high, bits } = JSON.parse(stdout) as Record<
      'low' | 'high' | 'bits',
      number
    > & { bins: number[] };
    // Six standard deviations of a bin are 570.
    expect(bins.every((count) => Math.abs(count - 10_000) < 570)).toBe(true);
    expect({ low: low >= 0, high: high < 1, fullPrecision: bits > 40_000 }).toEqual({
      low: true,
      high: true,
      fullPrecision: true,
    });
  });
});
