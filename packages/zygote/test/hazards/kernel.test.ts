import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ZygoteGoneError, ZygoteUnavailableError } from '../../src/errors.ts';
import { selfTest } from '../../src/probe/self-test.ts';
import { runForked } from '../fixtures/child-outcome.ts';
import { openPrograms } from '../fixtures/child-programs.ts';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

const WAITING = `console.log('ready'); setInterval(() => {}, 1_000);`;

/** The states of a process's children: "Z" for one that nobody has reaped. */
function statesOfChildren(pid: number): readonly string[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  if (children === '') return [];
  return children
    .split(' ')
    .map((child) => readFileSync(`/proc/${child}/stat`, 'utf8').split(') ')[1]!.charAt(0));
}

describe('an end is reported', () => {
  const ENDS: readonly (readonly [string, number | null, NodeJS.Signals | null])[] = [
    ['process.exit(0)', 0, null],
    ['process.exit(255)', 255, null],
    ["process.kill(process.pid, 'SIGKILL')", null, 'SIGKILL'],
    ["process.kill(process.pid, 'SIGTERM')", null, 'SIGTERM'],
    ["process.kill(process.pid, 'SIGSEGV')", null, 'SIGSEGV'],
    ["process.kill(process.pid, 'SIGBUS')", null, 'SIGBUS'],
    ["process.kill(process.pid, 'SIGXCPU')", null, 'SIGXCPU'],
    ["process.kill(process.pid, 'SIGALRM')", null, 'SIGALRM'],
    ["process.kill(process.pid, 'SIGIO')", null, 'SIGIO'],
    ['process.abort()', null, 'SIGABRT'],
    ["throw new Error('x')", 1, null],
  ];

  test('once for each child, with its own code or signal, and no zombie is left', async () => {
    using files = openPrograms();
    await using zygote = await openZygote();
    const runs = ENDS.map(([source], index) => files.write(`end-${index}.mjs`, `${source};`));
    const ends = await Promise.all(
      [...runs, ...runs, ...runs].map((module) => runForked(zygote, { module, env: ENV })),
    );
    const wanted = ENDS.map(([, code, signal]) => ({ code, signal }));
    expect(ends.map(({ code, signal }) => ({ code, signal }))).toEqual([
      ...wanted,
      ...wanted,
      ...wanted,
    ]);
    expect(statesOfChildren(zygote.pid)).toEqual([]);
    expect(zygote.stats()).toEqual({ forks: 33, live: 0, waiting: 0 });
  });

  test('of children that end while others are forked', async () => {
    using files = openPrograms();
    const module = files.write('quick.mjs', `process.exitCode = Number(process.argv[2]);`);
    await using zygote = await openZygote();
    const codes = Array.from({ length: 200 }, (_, n) => n);
    const ends = await Promise.all(
      codes.map((code) => runForked(zygote, { module, args: [String(code)], env: ENV })),
    );
    expect(ends.map(({ code }) => code)).toEqual(codes);
    expect(statesOfChildren(zygote.pid)).toEqual([]);
  });
});

test('what a child leaves in its group goes with it', async () => {
  using files = openPrograms();
  const module = files.write(
    'leaves.mjs',
    `import { spawn } from 'node:child_process'; const child = spawn('sleep', ['100'], { stdio: 'ignore' }); child.unref(); console.log(child.pid);`,
  );
  await using zygote = await openZygote();
  const { stdout, code } = await runForked(zygote, { module, env: ENV });
  expect(code).toBe(0);
  const left = (): boolean =>
    readdirSync('/proc').includes(stdout.trim()) &&
    readFileSync(`/proc/${stdout.trim()}/stat`, 'utf8').split(') ')[1]!.charAt(0) !== 'Z';
  for (let tries = 0; tries < 200 && left(); tries++) await wait(10);
  expect(left()).toBe(false);
});

test('a child reaps its own children, and the zygote never sees them', async () => {
  using files = openPrograms();
  const module = files.write(
    'reaps.mjs',
    `import { spawn } from 'node:child_process';
     const codes = await Promise.all([1, 2, 3].map((code) => new Promise((done) => spawn('sh', ['-c', 'exit ' + code]).once('exit', done))));
     console.log(codes.join());`,
  );
  await using zygote = await openZygote();
  expect(await runForked(zygote, { module, env: ENV })).toMatchObject({
    stdout: '1,2,3\n',
    code: 0,
  });
  expect(zygote.stats()).toMatchObject({ forks: 1, live: 0 });
});

test('a signal between fork and the first line of the program does what it does by default', async () => {
  using files = openPrograms();
  const module = files.write('waiting.mjs', WAITING);
  await using zygote = await openZygote();
  const children = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const child = await zygote.fork({ module, env: ENV });
      child.signal('SIGTERM');
      child.stdout.resume();
      return child.ended;
    }),
  );
  expect(children).toEqual(children.map(() => ({ code: null, signal: 'SIGTERM' })));
});

test('a fork that cannot be is refused with the reason, and the next one is served', async () => {
  using files = openPrograms();
  const module = files.write('fine.mjs', `console.log('fine');`);
  await using zygote = await openZygote();
  const wrong = { module, env: ENV, cwd: '/nowhere/at/all' };
  const asked = [wrong, { module, env: ENV }, wrong, { module, env: ENV }].map((run) =>
    runForked(zygote, run).then(
      ({ stdout }) => stdout,
      (error: NodeJS.ErrnoException) => error.code,
    ),
  );
  expect(await Promise.all(asked)).toEqual(['ENOENT', 'fine\n', 'ENOENT', 'fine\n']);
});

test('requests that a dead zygote has not answered fail, so that they can be served another way', async () => {
  using files = openPrograms();
  const module = files.write('waiting.mjs', WAITING);
  const zygote = await openZygote();
  process.kill(zygote.pid, 'SIGSTOP');
  const asked = Array.from({ length: 100 }, () => zygote.fork({ module, env: ENV }));
  process.kill(zygote.pid, 'SIGKILL');
  const results = await Promise.allSettled(asked);
  const reasons = results.map(
    (result) => result.status === 'rejected' && result.reason instanceof ZygoteGoneError,
  );
  expect(reasons).toEqual(Array(100).fill(true));
  expect(await zygote.ended).toBe('killed by SIGKILL');
});

describe('a zygote whose children are not well is not used', () => {
  test.each([
    ['ends with another code', `process.exit(36);`, /code 36/],
    ['crashes', `process.kill(process.pid, 'SIGSEGV');`, /SIGSEGV/],
    [
      'says what is wrong',
      `process.stderr.write('timers: broken'); process.exit(1);`,
      /timers: broken/,
    ],
    ['hangs', `setInterval(() => {}, 1_000);`, /not done within 500 ms/],
    ['spins', `for (;;);`, /not done within 500 ms/],
  ])('when its probe %s', async (title, source, problem) => {
    using files = openPrograms();
    const module = files.write(`${title.replaceAll(' ', '-')}.mjs`, source);
    const zygote = await openZygote();
    const tested = selfTest(zygote, ENV, { module, deadlineMs: 500 });
    await expect(tested).rejects.toThrow(ZygoteUnavailableError);
    await expect(tested).rejects.toThrow(problem);
    await zygote.ended;
    expect(readdirSync('/proc')).not.toContain(String(zygote.pid));
  });

  test('and one whose children are well is', async () => {
    await using zygote = await openZygote();
    await expect(selfTest(zygote, ENV)).resolves.toBeUndefined();
  });
});
