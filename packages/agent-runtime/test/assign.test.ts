import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { checkAssignment } from '../src/agent/assignment.ts';
import { type Agent, NotOfferedError, TaskError } from '../src/index.ts';
import type { Assignment } from '../src/protocol/frames.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { GET_READY, SERVE, shell } from './fixtures/specs.ts';
import { launch } from './fixtures/launch.ts';

const elsewhere = realpathSync(tmpdir());

function launchNobody(args: string[] = []): Promise<Agent> {
  return launch(handyman(args, { env: { WHO: 'nobody', KEPT: 'yes' } }));
}

async function surroundings(agent: Agent): Promise<unknown> {
  const environment = (await agent.run({ do: 'environment' })) as Record<string, string>;
  const { cwd } = (await agent.run({ do: 'argv' })) as { cwd: string };
  const { WHO, KEPT, NEW } = environment;
  return { cwd, WHO, KEPT, NEW };
}

const asStarted = { cwd: process.cwd(), WHO: 'nobody', KEPT: 'yes' };

test('an agent learns who it is when it is long ready, and forgets it with a reset', async () => {
  const agent = await launchNobody();
  expect(await surroundings(agent)).toEqual(asStarted);

  await agent.assign({ identity: { name: 'ada' }, env: { WHO: 'ada', NEW: '' }, cwd: elsewhere });
  const assigned = await surroundings(agent);
  await agent.reset();

  expect(assigned).toEqual({ cwd: elsewhere, WHO: 'ada', KEPT: 'yes', NEW: '' });
  expect(await surroundings(agent)).toEqual(asStarted);
  // Its onAssign ran with everything set.
  expect(await agent.run({ do: 'state' })).toMatchObject({
    assigned: [{ identity: { name: 'ada' }, cwd: elsewhere, who: 'ada' }],
    resets: 1,
  });
});

test('one reset takes back any number of assignments', async () => {
  const agent = await launchNobody();

  await agent.assign({ env: { WHO: 'ada' }, cwd: elsewhere });
  await agent.assign({ env: { WHO: 'bob', NEW: 'x' }, cwd: '/' });
  await agent.reset();

  expect(await surroundings(agent)).toEqual(asStarted);
});

test.each<readonly [string, string[], Assignment]>([
  ['its onAssign throws', [], { identity: 'unwanted', env: { WHO: 'x' }, cwd: elsewhere }],
  ['there is no such directory', [], { env: { WHO: 'x' }, cwd: '/no/such/place' }],
])('an assignment is refused, and nothing of it stays, when %s', async (_why, args, assignment) => {
  const agent = await launchNobody(args);

  await rejection(agent.assign(assignment), TaskError);

  expect(await surroundings(agent)).toEqual(asStarted);
});

test('a reset that fails takes the assignment back all the same', async () => {
  const agent = await launchNobody(['--bad-reset']);
  await agent.assign({ env: { WHO: 'ada' }, cwd: elsewhere });

  await rejection(agent.reset(), TaskError);

  expect(await surroundings(agent)).toEqual(asStarted);
});

test('an agent that does not say that it can be assigned is not asked', async () => {
  const agent = await launch(shell(`${GET_READY} ${SERVE}`), { id: 'simple' });

  const error = await rejection(agent.assign({ identity: 1 }), NotOfferedError);

  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toBe('agent simple does not say in its hello that it does `assign`');
  expect(agent.unanswered).toBe(0);
});

test.each<readonly [unknown, string]>([
  [undefined, '`assignment` must be an object, got undefined'],
  [null, '`assignment` must be an object, got null'],
  [['ada'], '`assignment` must be an object, got [Array]'],
  [{ env: 5 }, '`env` must be an object of texts by name, got 5'],
  [{ env: null }, '`env` must be an object of texts by name, got null'],
  [{ env: ['A=x'] }, '`env` must be an object of texts by name, got [Array]'],
  [{ env: new Map([['A', 'x']]) }, '`env` must be an object of texts by name, got [Map]'],
  [{ env: { '': 'x' } }, '`env` must be an object of texts by names without "=" and NUL, got \'\''],
  [
    { env: { 'A=': '' } },
    '`env` must be an object of texts by names without "=" and NUL, got \'A=\'',
  ],
  [{ env: { A: 1n } }, '`env.A` must be a text, got 1n'],
  [{ env: { A: { secret: 1 } } }, '`env.A` must be a text, got [Object]'],
  [{ env: { A: 'secret\0' } }, '`env.A` must be a text without a NUL, got one with it'],
  [{ cwd: null }, '`cwd` must be an absolute path without a NUL, got null'],
  [{ cwd: 5 }, '`cwd` must be an absolute path without a NUL, got 5'],
  [{ cwd: 'here' }, "`cwd` must be an absolute path without a NUL, got 'here'"],
  [{ cwd: '/a\0' }, "`cwd` must be an absolute path without a NUL, got '/a\\x00'"],
])('an assignment that cannot be is refused by its field: %o', (assignment, message) => {
  expect(() => checkAssignment(assignment as Assignment)).toThrow(new TypeError(message));
});

test('what is refused before it is sent leaves the agent as it was', async () => {
  const agent = await launchNobody();

  await rejection(agent.assign({ env: { WHO: 'ada' }, cwd: 'here' }), TypeError);
  await rejection(agent.assign({ env: 5 } as unknown as Assignment), TypeError);
  const error = await rejection(agent.assign({ identity: 1n, env: { WHO: 'ada' } }), TypeError);

  expect(error.message).toContain('`assignment`');
  expect(await surroundings(agent)).toEqual(asStarted);
});
