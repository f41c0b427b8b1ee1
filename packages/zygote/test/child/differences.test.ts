import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Zygote } from '../../src/zygote/zygote.ts';
import { type Run, runForked } from '../fixtures/child-outcome.ts';
import { openPrograms, type Programs } from '../fixtures/child-programs.ts';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

/** What HAZARDS.md says cannot be the same, or is not: a line there for each test here. */
let zygote: Zygote | undefined;
let files: Programs;
beforeAll(async () => {
  files = openPrograms();
  zygote = await openZygote();
});
afterAll(async () => {
  await zygote?.close();
  files[Symbol.dispose]();
});

let count = 0;
async function told(source: string, run: Partial<Run> = {}): Promise<string> {
  const module = files.write(`program-${count++}.mjs`, source);
  return (await runForked(zygote!, { module, env: ENV, ...run })).stdout.trim();
}

test('the parent is the zygote', async () => {
  expect(await told('console.log(process.ppid);')).toBe(String(zygote!.pid));
});

test('SIGUSR1 starts no inspector, and is survived', async () => {
  const source = `import inspector from 'node:inspector'; console.log('ready'); setTimeout(() => console.log(inspector.url()), 300);`;
  expect(await told(source, { signal: 'SIGUSR1' })).toBe('ready\nundefined');
});

test('contexts of node:vm repeat the Math.random of siblings', async () => {
  const source = `import vm from 'node:vm'; console.log(vm.runInNewContext('Math.random()'));`;
  expect(await told(source)).toBe(await told(source));
});

test('siblings lie at the same addresses', async () => {
  const source = `import { readFileSync } from 'node:fs'; console.log(/.*(?=.*\\[stack\\])/.exec(readFileSync('/proc/self/maps', 'utf8'))[0]);`;
  expect(await told(source)).toBe(await told(source));
});

test('the kernel shows the environment and the limits that the zygote was started with', async () => {
  const source = `import { readFileSync } from 'node:fs'; console.log(readFileSync('/proc/self/environ', 'utf8').includes('ASKED=for'), process.env.ASKED);`;
  expect(await told(source, { env: { ...ENV, ASKED: 'for' } })).toBe('false for');
});

test('process.title is the whole command line', async () => {
  expect(await told('console.log(process.title === process.argv.join(" "));')).toBe('true');
});

test('reports and the execArgv of worker threads show the flags of the zygote', async () => {
  const source = `
    import { Worker } from 'node:worker_threads';
    console.log(process.report.getReport().header.commandLine.includes('--single-threaded'));
    new Worker('require("node:worker_threads").parentPort.postMessage(process.execArgv)', { eval: true }).once('message', (flags) => console.log(flags.includes('--single-threaded')));`;
  expect(await told(source)).toBe('true\ntrue');
});

test('events, and the timing of Node itself, count from the start of the zygote', async () => {
  const source = `console.log(performance.nodeTiming.duration > performance.now(), new Event('x').timeStamp > performance.now());`;
  expect(await told(source)).toBe('true true');
});

test('what an exit listener queues at the natural end does not run', async () => {
  const source = `process.on('exit', () => { console.log('bye'); queueMicrotask(() => console.log('never')); });`;
  expect(await told(source)).toBe('bye');
});
