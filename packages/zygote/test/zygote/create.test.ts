/** createZygote as anybody uses it: real forks of a program that is no agent. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  createZygote,
  type CreateZygoteOptions,
  type ForkedProcess,
  PreloadError,
  type Zygote,
  ZygoteGoneError,
} from '../../src/index.ts';
import {
  isRunning,
  openDescriptors,
  parentOf,
  processesOfRun,
  runTokenOf,
} from '../../../../tooling/testing/processes.ts';
import { HANDYMAN } from '../../../../tooling/testing/specs.ts';
import { fixturePath } from '../fixtures/launcher-specs.ts';
import { rejection } from '../../../../tooling/testing/rejection.ts';
import { until } from '../../../../tooling/testing/until.ts';

const PROGRAM = fixturePath('program');

async function open(options: CreateZygoteOptions = {}): Promise<Zygote> {
  const zygote = await createZygote(options);
  onTestFinished(() => zygote.close());
  return zygote;
}

/** A TMPDIR of the test's own, to see that nothing stays in it. */
async function ownTemporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'zygote-test-'));
  vi.stubEnv('TMPDIR', directory);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true });
  });
  return directory;
}

/** How many descriptors this process has, but for libuv's spare one. */
const opened = (): number => openDescriptors().filter((what) => what !== '/dev/null').length;

const run = (zygote: Zygote, args: readonly string[]): Promise<ForkedProcess> =>
  zygote.fork({ module: PROGRAM, args, env: {} });

test('a child has its arguments, its directory, its environment and its output', async () => {
  const zygote = await open();

  const child = await zygote.fork({
    module: PROGRAM,
    args: ['tell', 'a b', ''],
    env: { OWN: 'x', TZ: 'UTC' },
    cwd: '/',
  });

  const { env, ...told } = JSON.parse(await text(child.stdout)) as Record<string, unknown>;
  expect(told).toEqual({ words: ['a b', ''], cwd: '/', pid: child.pid });
  expect(env).toEqual({ OWN: 'x', TZ: 'UTC', MUSTER_RUN: runTokenOf(zygote.pid) });
  expect(await child.ended).toEqual({ code: 0, signal: null });
  expect(zygote.stats()).toEqual({ forks: 2, live: 0, waiting: 0 });
});

test.each<readonly [string[], object]>([
  [['exit', '0'], { code: 0, signal: null }],
  [['exit', '255'], { code: 255, signal: null }],
  [['throw', 'alas'], { code: 1, signal: null }],
  [['die', 'SIGABRT'], { code: null, signal: 'SIGABRT' }],
  [['die', 'SIGIO'], { code: null, signal: 'SIGIO' }],
])('how a child ends is told: %j', async (args, end) => {
  const zygote = await open();

  expect(await (await run(zygote, args)).ended).toEqual(end);
});

test('standard input and a channel are there where they are asked for', async () => {
  const zygote = await open();
  const plain = await run(zygote, ['stay']);
  expect([plain.stdin, plain.channel]).toEqual([null, undefined]);

  const upper = await zygote.fork({ module: PROGRAM, args: ['upper'], env: {}, stdin: 'pipe' });
  upper.stdin!.end('hello');
  expect(await text(upper.stdout)).toBe('HELLO');

  const echo = await zygote.fork({ module: PROGRAM, args: ['echo'], env: {}, channel: true });
  echo.channel!.end('over the channel');
  expect(await text(echo.channel!)).toBe('over the channel');
  plain.signal('SIGKILL');
  echo.signal('SIGKILL');
});

test('children of a zygote that has preloaded another module run their own', async () => {
  const zygote = await open({ preload: [fileURLToPath(HANDYMAN)] });
  const children = await Promise.all(['a', 'b', 'c'].map((word) => run(zygote, [word])));

  const said = await Promise.all(children.map(({ stdout }) => text(stdout)));
  expect(said).toEqual(['a', 'b', 'c']);
});

describe('failures', () => {
  test.each<readonly [string, unknown]>([
    ['preload', 'x.js'],
    ['env', { A: 1 }],
    ['conditions', ['']],
    ['readyDeadlineMs', 0],
    ['forkDeadlineMs', 2 ** 31],
    ['preloads', []],
  ])('a wrong option rejects with its name: %s %j', async (name, value) => {
    const error = await rejection(createZygote({ [name]: value }), TypeError);

    expect(error.message).toMatch(/^a zygote's options are wrong: /);
    expect(error.message).toContain(name);
  });

  test('a module that cannot be imported is named, and nothing is left', async () => {
    const temporary = await ownTemporary();
    const before = opened();

    const error = await rejection(createZygote({ preload: ['/no/such.js'] }), PreloadError);

    expect(error.module).toBe('/no/such.js');
    expect(error.message).toContain('ERR_MODULE_NOT_FOUND');
    expect(readdirSync(temporary)).toEqual([]);
    await until('its descriptors are closed', () => opened() <= before);
  });

  test('a directory that is not there is refused as the system refuses it', async () => {
    const zygote = await open();
    const fork = zygote.fork({ module: PROGRAM, env: {}, cwd: '/no/such/place' });

    expect(await rejection(fork, Error)).toMatchObject({ code: 'ENOENT' });
    expect(await (await run(zygote, ['exit', '3'])).ended).toMatchObject({ code: 3 });
  });

  test('words that are too long are refused, and the zygote goes on', async () => {
    const zygote = await open();

    await rejection(run(zygote, ['x'.repeat(131_072)]), RangeError);
    await rejection(run(zygote, ['a\0b']), RangeError);

    expect(await (await run(zygote, ['exit', '3'])).ended).toMatchObject({ code: 3 });
  });

  test('a zygote that is killed forks no more, and its children go on until it is closed', async () => {
    const zygote = await open();
    const child = await run(zygote, ['stay']);
    const dying = await run(zygote, ['stay']);

    process.kill(zygote.pid, 'SIGKILL');

    expect(await zygote.ended).toBe('killed by SIGKILL');
    await rejection(run(zygote, ['stay']), ZygoteGoneError);
    dying.signal('SIGTERM');
    expect(await dying.ended).toEqual({ code: null, signal: 'SIGTERM' });
    expect(isRunning(child.pid)).toBe(true);
    await zygote.close();
    await until('the guard has ended it', () => !isRunning(child.pid));
  });
});

describe('the end', () => {
  test('closing ends the children, and leaves no process, descriptor or file', async () => {
    const temporary = await ownTemporary();
    const before = opened();
    const zygote = await createZygote();
    const children = await Promise.all(Array.from({ length: 20 }, () => run(zygote, ['stay'])));
    const runToken = runTokenOf(zygote.pid);

    await Promise.all([zygote.close(), zygote.close()]);
    await zygote.close();

    const ends = await Promise.all(children.map(({ ended }) => ended));
    expect(ends.filter(({ code, signal }) => code === 0 && signal === null)).toEqual([]);
    expect(processesOfRun(runToken)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
    await until('its descriptors are closed', () => opened() <= before);
  });

  test('one that is retired forks no more, and ends after its last child', async () => {
    const zygote = await open();
    const child = await run(zygote, ['stay']);

    zygote.retire();
    await rejection(run(zygote, ['stay']), ZygoteGoneError);
    expect(parentOf(child.pid)).toBe(zygote.pid);
    child.signal('SIGKILL');

    expect(await child.ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await zygote.ended).toBe('exit code 0');
  });

  test('it is closed when its scope ends', async () => {
    let pid: number;
    {
      await using zygote = await createZygote();
      pid = zygote.pid;
    }
    expect(isRunning(pid)).toBe(false);
  });
});

test('the example in its description does what it says', () => {
  const source = readFileSync(new URL('../../src/create.ts', import.meta.url), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(source)?.[1] ?? '';
  const program = example
    .replaceAll(/^ \* ?/gm, '')
    .replace("'@muster/zygote'", JSON.stringify(new URL('../../src/index.ts', import.meta.url)))
    .replace("'/path/of/program.js'", JSON.stringify(PROGRAM))
    // Not every Node that this package runs on can read it.
    .replace('await using', 'const')
    .concat('process.exitCode = code; await zygote.close();');

  return runNode(program).then((outcome) => expect(outcome).toEqual({ code: 0, stdout: '7' }));
});

async function runNode(program: string): Promise<{ code: number | null; stdout: string }> {
  const words = ['--input-type=module', '-e', program];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const stdout = await text(child.stdout);
  return { code: await closed, stdout };
}

test('a zygote whose output somebody else holds on to is seen to end all the same', async () => {
  const directory = await ownTemporary();
  const preload = join(directory, 'leaves-an-orphan.mjs');
  // The shell ends at once; what it leaves behind is nobody's child, and has the zygote's output.
  await writeFile(
    preload,
    `import { spawnSync } from 'node:child_process';
     spawnSync('sh', ['-c', 'sleep 5 & exit 0'], { stdio: 'inherit' });`,
  );
  const zygote = await open({ preload: [preload] });

  process.kill(zygote.pid, 'SIGKILL');

  expect(await zygote.ended).toBe('killed by SIGKILL');
});
