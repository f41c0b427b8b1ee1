import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { checkAssignment } from '../src/agent/assignment.ts';
import { type Agent, createExecLauncher, NotOfferedError, TaskError } from '../src/index.ts';
import type { Assignment } from '../src/protocol/frames.ts';
import { rejection } from './fixtures/outcome.ts';
import { GET_READY, handyman, SERVE, shell } from './fixtures/specs.ts';

const elsewhere = realpathSync(tmpdir());

async function launch(args: string[] = []): Promise<Agent> {
  const launcher = await createExecLauncher();
  onTestFinished(() => launcher.close());
  return launcher.launch(handyman(args, { env: { WHO: 'nobody', KEPT: 'yes' } }));
}

async function surroundings(agent: Agent): Promise<unknown> {
  const environment = (await agent.run({ do: 'environment' })) as Record<string, string>;
  const { cwd } = (await agent.run({ do: 'argv' })) as { cwd: string };
  const { WHO, KEPT, NEW } = environment;
  return { cwd, WHO, KEPT, NEW };
}

const asStarted = { cwd: process.cwd(), WHO: 'nobody', KEPT: 'yes' };

test('an agent learns who it is when it is long ready, and forgets it with a reset', async () => {
  const agent = await launch();
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
  const agent = await launch();

  await agent.assign({ env: { WHO: 'ada' }, cwd: elsewhere });
  await agent.assign({ env: { WHO: 'bob', NEW: 'x' }, cwd: '/' });
  await agent.reset();

  expect(await surroundings(agent)).toEqual(asStarted);
});

test.each<readonly [string, string[], Assignment]>([
  ['its onAssign throws', [], { identity: 'unwanted', env: { WHO: 'x' }, cwd: elsewhere }],
  ['there is no such directory', [], { env: { WHO: 'x' }, cwd: '/no/such/place' }],
])('an assignment is refused, and nothing of it stays, when %s', async (_why, args, assignment) => {
  const agent = await launch(args);

  await rejection(agent.assign(assignment), TaskError);

  expect(await surroundings(agent)).toEqual(asStarted);
});

test('a reset that fails takes the assignment back all the same', async () => {
  const agent = await launch(['--bad-reset']);
  await agent.assign({ env: { WHO: 'ada' }, cwd: elsewhere });

  await rejection(agent.reset(), TaskError);

  expect(await surroundings(agent)).toEqual(asStarted);
});

test('an agent that does not say that it can be assigned is not asked', async () => {
  const launcher = await createExecLauncher();
  onTestFinished(() => launcher.close());
  const agent = await launcher.launch(shell(`${GET_READY} ${SERVE}`), { id: 'simple' });

  const error = await rejection(agent.assign({ identity: 1 }), NotOfferedError);

  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toBe('agent simple does not say in its hello that it does `assign`');
  expect(agent.unanswered).toBe(0);
});

test.each<readonly [unknown, string]>([
  [{ env: { '': 'x' } }, '`env`'],
  [{ env: { 'A=B': 'x' } }, '`env`'],
  [{ env: { A: 1 } }, '`env`'],
  [{ env: { A: 'x\0' } }, '`env`'],
  [{ cwd: 'here' }, '`cwd`'],
  [{ cwd: '/a\0' }, '`cwd`'],
])('an assignment that cannot be is refused by its field: %j', (assignment, field) => {
  const check = (): unknown => checkAssignment(assignment as Assignment);

  expect(check).toThrow(TypeError);
  expect(check).toThrow(field);
});

test('what is refused before it is sent leaves the agent as it was', async () => {
  const agent = await launch();

  await rejection(agent.assign({ env: { WHO: 'ada' }, cwd: 'here' }), TypeError);
  const error = await rejection(agent.assign({ identity: 1n, env: { WHO: 'ada' } }), TypeError);

  expect(error.message).toContain('`assignment`');
  expect(await surroundings(agent)).toEqual(asStarted);
});
