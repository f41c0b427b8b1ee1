import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PreloadError } from '../../src/errors.ts';
import { type Outcome, runForked } from '../fixtures/child-outcome.ts';
import { openPrograms, type Programs } from '../fixtures/child-programs.ts';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

let files: Programs;
beforeAll(() => {
  files = openPrograms();
});
afterAll(() => files[Symbol.dispose]());

/** What a zygote that preloads these answers with, or that it could fork. */
async function refusal(preload: readonly string[], readyDeadlineMs?: number): Promise<unknown> {
  try {
    const zygote = await openZygote(preload, ENV, readyDeadlineMs);
    await zygote.close();
    return 'it can fork';
  } catch (error) {
    return error;
  }
}

describe('a zygote refuses to fork, and names the module, when that', () => {
  test.each([
    [
      'throws',
      `throw new TypeError('cannot be had');`,
      /could not be imported: TypeError: cannot be had/,
    ],
    ['is not there', undefined, /could not be imported: .*Cannot find module/],
    ['has an error in its syntax', `const = 1;`, /could not be imported: .*SyntaxError/s],
    ['imports what is not there', `import './nowhere.mjs';`, /could not be imported: .*nowhere/],
    ['ends the process', `process.exit(0);`, /ended the process with code 0/],
    ['ends the process with an error', `process.exit(3);`, /ended the process with code 3/],
    ['really ends the process', `process.reallyExit(4);`, /ended the process with code 4/],
    ['never settles', `await new Promise(() => {});`, /never finished importing/],
    [
      'rejects',
      `await Promise.reject(new Error('not today'));`,
      /could not be imported: Error: not today/,
    ],
    [
      'throws later',
      `setTimeout(() => { throw new Error('too late'); }, 5); await new Promise((done) => setTimeout(done, 1_000));`,
      /threw Error: too late/,
    ],
    [
      'leaves a rejection unhandled',
      `Promise.reject(new Error('nobody cares')); await new Promise((done) => setTimeout(done, 1_000));`,
      /threw Error: nobody cares/,
    ],
    [
      'opens a file when something of it is collected',
      `import { openSync } from 'node:fs'; globalThis.registry = new FinalizationRegistry(() => openSync('/etc/hostname')); registry.register({}, 0);`,
      /descriptors open.*\/etc\/hostname/,
    ],
    [
      'leaves a file open',
      `import { openSync } from 'node:fs'; openSync('/etc/passwd');`,
      /descriptors open.*\/etc\/passwd/,
    ],
    [
      'holds a lock',
      `import { openSync } from 'node:fs'; import { spawnSync } from 'node:child_process'; const fd = openSync(import.meta.filename); spawnSync('flock', ['3'], { stdio: ['ignore', 'ignore', 'ignore', fd] });`,
      /descriptors open.*holds-a-lock/,
    ],
    [
      'leaves a server to itself',
      `import { createServer } from 'node:net'; createServer().listen(0).unref();`,
      /descriptors open.*socket/,
    ],
    [
      'leaves a watcher to itself',
      `import { watch } from 'node:fs'; watch('/tmp').unref();`,
      /descriptors open.*inotify/,
    ],
    [
      'leaves a worker thread to itself',
      `import { Worker } from 'node:worker_threads'; new Worker('setInterval(() => {}, 1_000)', { eval: true }).unref();`,
      /threads|descriptors/,
    ],
    [
      'opens the inspector',
      `import inspector from 'node:inspector'; import { closeSync, openSync, writeSync } from 'node:fs'; process.stderr.write = () => true; inspector.open(0);`,
      /descriptors open/,
    ],
  ])('%s', async (title, source, problem) => {
    const name = `${title.replaceAll(' ', '-')}.mjs`;
    const module = source === undefined ? `${files.directory}/${name}` : files.write(name, source);
    const error = await refusal([module]);
    expect(error).toBeInstanceOf(PreloadError);
    expect(error).toMatchObject({ module, message: expect.stringMatching(problem) });
    expect(error).toMatchObject({ message: expect.stringContaining(module) });
  });

  test.concurrent.each([
    [
      'listens',
      `import { createServer } from 'node:http'; createServer().listen(0);`,
      /TCPServerWrap/,
    ],
    [
      'leaves a connection',
      `import net from 'node:net'; const server = net.createServer().listen(0); await new Promise((done) => server.once('listening', done)); const socket = net.connect(server.address().port); await new Promise((done) => socket.once('connect', done)); socket.unref(); server.close(); server.unref();`,
      /TCPSocketWrap/,
    ],
    ['leaves an interval', `setInterval(() => {}, 50);`, /Timeout/],
    [
      'watches a file',
      `import { watch } from 'node:fs'; watch('/tmp');`,
      /FSEventWrap|FSEVENTWRAP/i,
    ],
    [
      'leaves a worker thread at work',
      `import { Worker } from 'node:worker_threads'; new Worker('setInterval(() => {}, 1_000)', { eval: true });`,
      /under way/,
    ],
    [
      'leaves a program running',
      `import { spawn } from 'node:child_process'; spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });`,
      /Process/,
    ],
    [
      'waits for ever, with a timer running',
      `setInterval(() => {}, 50); await new Promise(() => {});`,
      /never finished importing/,
    ],
  ])('%s', async (title, source, problem) => {
    const module = files.write(`${title.replaceAll(/\W/g, '-')}.mjs`, source);
    const error = await refusal([module], 6_000);
    expect(error).toBeInstanceOf(PreloadError);
    expect(error).toMatchObject({ module, message: expect.stringMatching(problem) });
  });

  test('is one of several', async () => {
    const good = files.write('good.mjs', `export const good = true;`);
    const bad = files.write(
      'bad.mjs',
      `import { openSync } from 'node:fs'; openSync('/etc/hosts');`,
    );
    const last = files.write('last.mjs', `export const last = true;`);
    expect(await refusal([good, bad, last])).toMatchObject({ module: bad });
  });
});

test('a module that blocks is given up when its time is over', async () => {
  const module = files.write('blocks.mjs', `for (;;);`);
  expect(await refusal([module], 1_000)).toMatchObject({
    message: expect.stringContaining('not ready within'),
  });
});

describe('a zygote forks, and its children are as they should be, when a module', () => {
  const plain = { stderr: '', code: 0, signal: null };

  test.each<readonly [string, string, string, Partial<Outcome>]>([
    [
      'printed',
      `console.log('zygote out'); console.error('zygote err'); process.stdout.write('zygote out'); console.table([1]);`,
      `console.log('child out', process.stdout.constructor.name); console.error('child err'); process.stdout.write('written');`,
      { stdout: 'child out Socket\nwritten', stderr: 'child err\n' },
    ],
    [
      'printed, and much is printed',
      `console.log('zygote'); console.error('zygote');`,
      `process.stdout.write(''); process.stderr.write(''); console.log('x'.repeat(2_000_000)); console.error('y'.repeat(2_000_000));`,
      { stdout: `${'x'.repeat(2_000_000)}\n`, stderr: `${'y'.repeat(2_000_000)}\n` },
    ],
    [
      'kept a stream',
      `globalThis.kept = process.stdout; globalThis.log = console.log;`,
      `globalThis.kept.write('kept '); globalThis.log('log'); console.log('own');`,
      { stdout: 'kept log\nown\n' },
    ],
    [
      'listens for SIGTERM',
      `process.on('SIGTERM', () => { console.log('heard'); process.exit(5); });`,
      `process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 10_000);`,
      { stdout: 'heard\n', code: 5 },
    ],
    [
      'listens for the end',
      `process.on('exit', (code) => console.log('exit', code, process.pid === globalThis.own)); process.once('beforeExit', () => console.log('before'));`,
      `globalThis.own = process.pid; console.log('runs');`,
      { stdout: 'runs\nbefore\nexit 0 true\n' },
    ],
    [
      'listens for uncaught errors',
      `process.on('uncaughtException', (error) => { console.log('caught', error.message); });`,
      `throw new Error('mine');`,
      { stdout: 'caught mine\n' },
    ],
    [
      'runs in an async context',
      `import { AsyncLocalStorage } from 'node:async_hooks'; const storage = new AsyncLocalStorage(); globalThis.storage = storage; await storage.run('preloading', async () => { await 1; setTimeout(() => {}, 1); });`,
      `console.log(globalThis.storage.getStore()); globalThis.storage.run('mine', () => queueMicrotask(() => console.log(globalThis.storage.getStore())));`,
      { stdout: 'undefined\nmine\n' },
    ],
    [
      'queued microtasks and ticks',
      `globalThis.runs = []; queueMicrotask(() => globalThis.runs.push('microtask')); process.nextTick(() => globalThis.runs.push('tick')); setImmediate(() => globalThis.runs.push('immediate')); setTimeout(() => globalThis.runs.push('timer'), 1);`,
      `console.log(globalThis.runs.toSorted().join());`,
      { stdout: 'immediate,microtask,tick,timer\n' },
    ],
    [
      'fetched and closed',
      `import { createServer } from 'node:http'; const server = createServer((_, response) => response.setHeader('connection', 'close').end('x')).listen(0, '127.0.0.1'); await new Promise((done) => server.once('listening', done)); await (await fetch('http://127.0.0.1:' + server.address().port)).text(); server.close();`,
      `console.log(process.getActiveResourcesInfo().length < 2);`,
      { stdout: 'true\n' },
    ],
    [
      'compiled WebAssembly',
      `globalThis.module = await WebAssembly.compile(Uint8Array.from(Buffer.from('0061736d010000000105016000017f030201000707010366696e00000a06010400412a0b', 'hex')));`,
      `console.log(new WebAssembly.Instance(globalThis.module).exports.fin());`,
      { stdout: '42\n' },
    ],
    [
      'used a worker thread that has ended',
      `import { Worker } from 'node:worker_threads'; await new Promise((done) => new Worker('1', { eval: true }).once('exit', done));`,
      `import { Worker } from 'node:worker_threads'; new Worker('1', { eval: true }).once('exit', (code) => console.log('exit', code));`,
      { stdout: 'exit 0\n' },
    ],
    [
      'changed the directory and who it is',
      `process.chdir('/'); process.title = 'odd'; process.argv.push('odd'); process.exitCode = undefined;`,
      `console.log(process.title === 'odd', process.cwd() === process.argv[2], process.argv.length);`,
      { stdout: 'false true 3\n' },
    ],
    // As when an agent imports it itself: what it adds to the environment is there afterwards.
    [
      'changed the environment',
      `process.env.LEFT = 'by the module';`,
      `console.log(process.env.LEFT);`,
      { stdout: 'by the module\n' },
    ],
    ['is CommonJS', `module.exports = 1;`, `console.log('runs');`, { stdout: 'runs\n' }],
  ])('%s', async (title, source, program, expected) => {
    const name = title.replaceAll(/\W/g, '-');
    const preloaded = files.write(`${name}.${title.includes('CommonJS') ? 'cjs' : 'mjs'}`, source);
    const module = files.write(`${name}-child.mjs`, program);
    await using zygote = await openZygote([preloaded]);
    const run = { module, args: [files.directory], cwd: files.directory, env: ENV };
    expect(await runForked(zygote, run)).toEqual({ stdout: '', ...plain, ...expected });
  });
});
