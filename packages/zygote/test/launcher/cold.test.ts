/** What cannot be forked is started cold all the same, and its handle says why. */
import type { AgentSpec } from '@muster/agent-runtime';
import { expect, onTestFinished, test, vi } from 'vitest';
import { parentOf } from '../../../../tooling/testing/processes.ts';
import { handyman } from '../../../../tooling/testing/specs.ts';
import { openZygote } from '../fixtures/launcher-specs.ts';
import { until } from '../../../../tooling/testing/until.ts';

const READ_AT_START = "is read when a process starts, and the zygote's has another value";
const SERVE = `
printf '{"type":"hello","protocol":1,"agent":"%s","incarnation":%s,"token":"%s"}\\n{"type":"ready"}\\n' \
  "$MUSTER_AGENT" "$MUSTER_INCARNATION" "$MUSTER_TOKEN"
read -r line
`;

test.each<readonly [string, AgentSpec, string]>([
  [
    'a command',
    { command: '/bin/sh', args: ['-c', SERVE] },
    'only modules of Node can be forked, and this is a command',
  ],
  ['fork: false', handyman([], { fork: false }), 'its spec says so'],
  [
    'NODE_OPTIONS',
    handyman([], { env: { NODE_OPTIONS: '--no-warnings' } }),
    `NODE_OPTIONS ${READ_AT_START}`,
  ],
  ['LD_PRELOAD', handyman([], { env: { LD_PRELOAD: '' } }), `LD_PRELOAD ${READ_AT_START}`],
  ['LANG', handyman([], { env: { LANG: 'xx_XX' } }), `LANG ${READ_AT_START}`],
  [
    'a long variable',
    handyman([], { env: { A: 'x'.repeat(70_000), B: 'x'.repeat(70_000) } }),
    'a request may have 131072 bytes, this one has',
  ],
  [
    'a long argument',
    handyman(['€'.repeat(43_600), 'x'.repeat(1_000)]),
    'a request may have 131072 bytes, this one has',
  ],
])('%s', async (_what, spec, because) => {
  const launcher = await openZygote();

  const agent = await launcher.launch(spec);

  expect(agent.start).toEqual({ kind: 'cold', because: expect.stringContaining(because) });
  expect(parentOf(agent.pid)).toBe(process.pid);
  expect(launcher.stats()).toMatchObject({ launched: 1, failed: 0, live: 1 });
});

test.each<readonly [string, Readonly<Record<string, string>>]>([
  ['NODE_ENV', { NODE_ENV: 'production' }],
  ['TZ', { TZ: 'Asia/Kolkata' }],
  ['a long variable', { LONG: 'x'.repeat(60_000) }],
])('%s can be forked, and the agent sees it', async (_what, env) => {
  const launcher = await openZygote();

  const agent = await launcher.launch(handyman([], { env }));

  expect(agent.start).toEqual({ kind: 'forked' });
  expect(await agent.run({ do: 'environment' })).toMatchObject(env);
});

test('a variable that coordinator, zygote and agent have alike is no reason', async () => {
  vi.stubEnv('LANG', 'C.UTF-8');
  onTestFinished(() => void vi.unstubAllEnvs());
  const launcher = await openZygote();

  const agent = await launcher.launch(handyman());
  vi.stubEnv('LANG', 'xx_XX');
  const other = await launcher.launch(handyman());

  expect(agent.start).toEqual({ kind: 'forked' });
  expect(other.start).toEqual({ kind: 'cold', because: `LANG ${READ_AT_START}` });
});

test('many long requests at once are all forked: those that do not fit wait for their turn', async () => {
  const launcher = await openZygote();
  const env = { LONG: 'x'.repeat(100_000) };

  const agents = await Promise.all(
    Array.from({ length: 24 }, () => launcher.launch(handyman([], { env }))),
  );

  expect(agents.map(({ start }) => start.kind)).toEqual(agents.map(() => 'forked'));
});

test('a coordinator that was busy does not take a zygote that has answered for one that hangs', async () => {
  const notices: string[] = [];
  const launcher = await openZygote({
    forkDeadlineMs: 200,
    onNotice: (line) => void notices.push(line),
  });
  const first = await launcher.launch(handyman());

  const launching = launcher.launch(handyman());
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  const second = await launching;

  expect(second.start).toEqual({ kind: 'forked' });
  expect(parentOf(second.pid)).toBe(parentOf(first.pid));
  await until('it is idle', () => launcher.stats().live === 2);
  expect(notices).toEqual([]);
});
