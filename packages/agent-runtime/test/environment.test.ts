import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { agentEnvironment, inheritedConditions } from '../src/launchers/env.ts';
import { createTokens, randomToken } from '../src/launchers/identity.ts';
import { createExecLauncher } from '../src/index.ts';
import { environmentOf } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { GET_READY, SERVE, shell } from './fixtures/specs.ts';
import { until } from '../../../tooling/testing/until.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const coordinator = {
  PATH: '/bin',
  HOME: '/home/x',
  LC_ALL: 'C',
  TMPDIR: '/t',
  AWS_SECRET_ACCESS_KEY: 'secret',
  NODE_OPTIONS: '--inspect',
  MUSTER_RUN: 'outer',
  MUSTER_TOKEN: 'outer',
  LCX: 'no locale',
};

test('only the allowlist is inherited', () => {
  expect(agentEnvironment(coordinator, [], {}, {})).toEqual({
    PATH: '/bin',
    HOME: '/home/x',
    LC_ALL: 'C',
    TMPDIR: '/t',
  });
});

test('a name that the spec asks for is inherited, where there is one', () => {
  const environment = agentEnvironment(coordinator, ['NODE_OPTIONS', 'ABSENT'], {}, {});

  expect(environment).toMatchObject({ NODE_OPTIONS: '--inspect' });
  expect(environment).not.toHaveProperty('ABSENT');
});

test("the spec's own value wins over the coordinator's, and Muster's over both", () => {
  const own = { PATH: '/own', MUSTER_RUN: 'own' };

  expect(agentEnvironment(coordinator, ['MUSTER_RUN'], own, { MUSTER_RUN: 'true' })).toMatchObject({
    PATH: '/own',
    MUSTER_RUN: 'true',
  });
});

test.each(['MUSTER_CHANNEL', 'MUSTER_SOCKET'])('%s is never inherited or set by a spec', (name) => {
  const environment = agentEnvironment(
    { [name]: '5' },
    [name],
    { [name]: '6' },
    { MUSTER_RUN: 'r' },
  );

  expect(environment).toEqual({ MUSTER_RUN: 'r' });
});

test.each<readonly [readonly string[], string | undefined, readonly string[]]>([
  [[], undefined, []],
  [['--conditions=a'], undefined, ['--conditions=a']],
  [['--conditions', 'a'], undefined, ['--conditions=a']],
  [['-C', 'a', '--inspect'], undefined, ['--conditions=a']],
  [[], '--conditions=a  --max-old-space-size=99', ['--conditions=a']],
  [['--conditions=b'], '-C a', ['--conditions=a', '--conditions=b']],
  [['--conditions=a'], '--conditions=a', ['--conditions=a']],
  [['--inspect', '--conditions'], '', []],
])('of the flags %j and NODE_OPTIONS %j an agent gets %j', (execArgv, nodeOptions, expected) => {
  expect(inheritedConditions(execArgv, nodeOptions)).toEqual(expected);
});

test('secrets of the coordinator do not reach an agent', async () => {
  vi.stubEnv('DATABASE_PASSWORD', 'secret');
  vi.stubEnv('WANTED', 'yes');
  await using launcher = await createExecLauncher();

  const agent = await launcher.launch(handyman([], { inheritEnv: ['WANTED'], env: { OWN: '1' } }));

  expect(await agent.run({ do: 'environment' })).toMatchObject({ WANTED: 'yes', OWN: '1' });
  expect(environmentOf(agent.pid)).not.toHaveProperty('DATABASE_PASSWORD');
});

test('what an agent starts does not see its identity, only its run', async () => {
  await using launcher = await createExecLauncher();
  const agent = await launcher.launch(handyman([], { env: { MUSTER_OTHER: 'stays' } }));

  const grandchild = (await agent.run({ do: 'start', words: ['sleep', '60'] })) as number;
  await until('it runs', () => 'MUSTER_RUN' in environmentOf(grandchild));

  const own = environmentOf(agent.pid);
  expect(own['MUSTER_TOKEN']).toMatch(/^[0-9a-f]{32}$/);
  const inherited = Object.keys(environmentOf(grandchild)).filter((name) =>
    name.startsWith('MUSTER_'),
  );
  expect(inherited.toSorted()).toEqual(['MUSTER_OTHER', 'MUSTER_RUN']);
});

test('every agent has a token of its own, and a run has one for all', async () => {
  await using launcher = await createExecLauncher();
  const spec = shell(`${GET_READY} ${SERVE}`);
  const agents = await Promise.all([launcher.launch(spec), launcher.launch(spec)]);

  const environments = agents.map(({ pid }) => environmentOf(pid));

  expect(new Set(environments.map((each) => each['MUSTER_TOKEN'])).size).toBe(2);
  expect(new Set(environments.map((each) => each['MUSTER_RUN'])).size).toBe(1);
  expect(environments.every((each) => !('MUSTER_SOCKET' in each))).toBe(true);
});

test('tokens made many at a time are as long as any other, and no two are the same', () => {
  const [one, other] = [createTokens(), createTokens()];

  const tokens = [randomToken(), ...Array.from({ length: 300 }, () => [one(), other()]).flat()];

  expect(new Set(tokens).size).toBe(601);
  expect(tokens.filter((token) => !/^[0-9a-f]{32}$/.test(token))).toEqual([]);
});

test('the conditions of the coordinator are passed on to a module', async () => {
  vi.stubEnv('NODE_OPTIONS', '--conditions=test-only');
  const launcher = await createExecLauncher();
  onTestFinished(() => launcher.close());

  const agent = await launcher.launch(handyman());

  expect(await agent.run({ do: 'execArgv' })).toContain('--conditions=test-only');
});
