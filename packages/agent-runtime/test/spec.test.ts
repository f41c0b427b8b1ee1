import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAgentId } from '../src/launchers/identity.ts';
import { createExecLauncher, type LaunchOptions } from '../src/index.ts';
import { type AgentSpec, parseSpec } from '../src/launchers/spec.ts';

test('a spec that says only what to run gets the defaults', () => {
  expect(parseSpec({ command: 'agent' })).toEqual({
    command: 'agent',
    args: [],
    env: {},
    inheritEnv: [],
    helloDeadlineMs: 10_000,
    readyDeadlineMs: 30_000,
    maxFrameBytes: 1_048_576,
    cancelGraceMs: 1_000,
    mailbox: { most: 65_536, mostBytes: 16_777_216, whenFull: 'reject' },
    fork: true,
    stderrLines: 20,
  });
});

test.each<readonly [string | URL, string]>([
  ['/a/b.ts', '/a/b.ts'],
  ['file:///a/b%20c.ts', '/a/b c.ts'],
  [new URL('file:///a/b.ts'), '/a/b.ts'],
  ['./b.ts', `${process.cwd()}/b.ts`],
  ['-e', `${process.cwd()}/-e`],
])('a module %s is a file: %s', (module, modulePath) => {
  expect(parseSpec({ module })).toMatchObject({ modulePath });
});

const least = (field: string): string => `\`${field}\`: Too small: expected `;
test.each<readonly [unknown, string]>([
  [null, '`spec`: Invalid input: expected object, received null'],
  ['agent', '`spec`: Invalid input: expected object, received string'],
  [{}, '`command`: Invalid input: expected string, received undefined'],
  [{ command: '' }, `${least('command')}string to have >=1 characters, got ''`],
  [{ command: 'tr\0ue' }, '`command`: must hold no NUL, got one'],
  [{ module: '' }, `${least('module')}string to have >=1 characters, got ''`],
  [{ module: 5 }, '`module`: must be a path or a file: URL, got 5'],
  [{ module: 'a\0.ts' }, '`module`: must hold no NUL, got one'],
  [{ module: 'file://elsewhere/a.ts' }, '`module`'],
  [{ module: new URL('https://example.org/a.ts') }, '`module`'],
  [{ module: 'a.ts', command: 'a' }, '`command`: must not be given beside `module`'],
  [{ command: 'a', shell: true }, '"shell"'],
  [{ command: 'a', args: 'b' }, '`args`'],
  [{ command: 'a', args: ['b', 1] }, '`args.1`'],
  [{ command: 'a', args: ['b', 'secret\0'] }, '`args.1`: must hold no NUL, got one'],
  [{ command: 'a', env: { A: 1 } }, '`env.A`: Invalid input: expected string, received number'],
  [{ command: 'a', env: { A: 'secret\0' } }, '`env.A`: must hold no NUL, got one'],
  [
    { command: 'a', env: { 'A=B': 'secret' } },
    '`env`: must have names without "=" and NUL, got "A=B"',
  ],
  [{ command: 'a', env: { '': 'secret' } }, '`env`: must have names without "=" and NUL, got ""'],
  [{ command: 'a', cwd: '/\0' }, '`cwd`: must hold no NUL, got one'],
  [{ command: 'a', inheritEnv: [1] }, '`inheritEnv.0`'],
  [{ command: 'a', cwd: 1 }, '`cwd`'],
  [{ command: 'a', helloDeadlineMs: 0 }, `${least('helloDeadlineMs')}number to be >=1, got 0`],
  [{ command: 'a', readyDeadlineMs: 3_600_001 }, '`readyDeadlineMs`'],
  [{ command: 'a', maxFrameBytes: 255 }, '`maxFrameBytes`'],
  [{ command: 'a', cancelGraceMs: 1.5 }, '`cancelGraceMs`'],
  [{ command: 'a', heartbeat: { everyMs: 1 } }, '`heartbeat.missedMs`'],
  [{ command: 'a', inactivityMs: 0 }, '`inactivityMs`'],
  [{ command: 'a', mailbox: { most: 0 } }, '`mailbox.most`'],
  [{ command: 'a', mailbox: { mostBytes: 65_535 } }, '`mailbox.mostBytes`'],
  [{ command: 'a', mailbox: { whenFull: 'drop newest' } }, '`mailbox.whenFull`'],
  [{ command: 'a', stderrLines: -1 }, '`stderrLines`'],
])('the spec %j is refused, naming %s', (spec, field) => {
  const parse = (): unknown => parseSpec(spec as AgentSpec);

  expect(parse).toThrow(TypeError);
  expect(parse).toThrow(field);
  expect(parse).not.toThrow('secret');
});

test('all that is wrong with a spec is said together', () => {
  const parse = (): unknown => parseSpec({ command: '', helloDeadlineMs: 0, stderrLines: -1 });

  expect(parse).toThrow(/`command`.*`helloDeadlineMs`.*`stderrLines`/);
});

test.each(['a', '0', 'a.b-c_d', 'A'.repeat(64)])('the id %s is accepted', (id) => {
  expect(checkAgentId(id)).toBe(id);
});

const refused = [
  '',
  '../x',
  '.',
  '..',
  '-a',
  '_a',
  'a/b',
  'a b',
  'a\n',
  '\na',
  'a\0',
  'ä',
  'a'.repeat(65),
];
test.each(refused)('the id %j is refused', (id) => {
  expect(() => checkAgentId(id)).toThrow(TypeError);
  expect(() => checkAgentId(id)).toThrow('`id` must be 1 to 64 letters');
});

test('whatever id is accepted is a plain file name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 70 }), (id) => {
      let accepted = true;
      try {
        checkAgentId(id);
      } catch {
        accepted = false;
      }
      const harmless = /^[\w.-]+$/.test(id) && !/[\n/]/.test(id) && id !== '.' && id !== '..';
      expect(accepted && !harmless).toBe(false);
    }),
  );
});

test.each<readonly [unknown, string]>([
  [null, '`options` must be an object, got null'],
  [{ signal: {} }, '`signal` must be an AbortSignal, got {}'],
  [{ onMessage: 5 }, '`onMessage` must be a function, got 5'],
  [{ onOutput: 'stderr' }, "`onOutput` must be a function, got 'stderr'"],
])('a launch with the options %o is refused before anything starts', async (options, message) => {
  await using launcher = await createExecLauncher();

  const launched = launcher.launch({ command: 'true' }, options as LaunchOptions);

  await expect(launched).rejects.toThrow(new TypeError(message));
  expect(launcher.stats()).toMatchObject({ launched: 0, failed: 0, live: 0 });
});

test('a launch with a wrong spec or id is refused before anything starts', async () => {
  await using launcher = await createExecLauncher();

  await expect(launcher.launch({ command: '' })).rejects.toThrow('`command`');
  for (const id of ['../x', '', 'x'.repeat(65), 'x\n', 5, null]) {
    const launched = launcher.launch({ command: 'true' }, { id: id as string });
    await expect(launched).rejects.toThrow('`id` must be');
  }
  expect(launcher.stats()).toMatchObject({ launched: 0, failed: 0, live: 0 });
});
