import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAgentId } from '../src/launchers/identity.ts';
import { createExecLauncher } from '../src/index.ts';
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

test.each<readonly [unknown, string]>([
  [null, '`spec`'],
  ['agent', '`spec`'],
  [{}, '`command`'],
  [{ command: '' }, '`command`'],
  [{ module: '' }, '`module`'],
  [{ module: 'file://elsewhere/a.ts' }, '`module`'],
  [{ module: new URL('https://example.org/a.ts') }, '`module`'],
  [{ module: 'a.ts', command: 'a' }, '"command"'],
  [{ command: 'a', shell: true }, '"shell"'],
  [{ command: 'a', args: 'b' }, '`args`'],
  [{ command: 'a', args: ['b', 1] }, '`args.1`'],
  [{ command: 'a', env: { A: 1 } }, '`env.A`'],
  [{ command: 'a', inheritEnv: [1] }, '`inheritEnv.0`'],
  [{ command: 'a', cwd: 1 }, '`cwd`'],
  [{ command: 'a', helloDeadlineMs: 0 }, '`helloDeadlineMs`'],
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

test('a launch with a wrong spec or id is refused before anything starts', async () => {
  await using launcher = await createExecLauncher();

  await expect(launcher.launch({ command: '' })).rejects.toThrow('`command`');
  for (const id of ['../x', '', 'x'.repeat(65), 'x\n']) {
    await expect(launcher.launch({ command: 'true' }, { id })).rejects.toThrow('`id` must be');
  }
  expect(launcher.stats()).toMatchObject({ launched: 0, failed: 0, live: 0 });
});
