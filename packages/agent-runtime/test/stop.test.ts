import { expect, test } from 'vitest';
import { type Agent, AgentExitedError, createExecLauncher, TaskError } from '../src/index.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { groupOf, isRunning } from '../../../tooling/testing/processes.ts';
import { handyman, rawAgent } from '../../../tooling/testing/specs.ts';
import { launch } from './fixtures/launch.ts';
import { GET_READY, SERVE, shell } from './fixtures/specs.ts';
import { until } from '../../../tooling/testing/until.ts';

const stubborn = shell(`trap '' TERM; ${GET_READY} while :; do sleep 60; done`);

test('an agent that is stopped leaves by itself when its onStop is done', async () => {
  const agent = await launch(handyman(['--slow-stop']));

  const exit = await agent.stop({ graceMs: 20_000 });

  expect(exit).toMatchObject({ code: 0, signal: null, because: 'stop', stderr: ['left in order'] });
  expect(agent.state).toMatchObject({ kind: 'exited', exit });
  await expect(agent.exited).resolves.toBe(exit);
});

test('the tasks of an agent that is stopped are aborted, and their answers still arrive', async () => {
  const agent = await launch(handyman(['--slow-stop']));
  const running = agent.run({ do: 'untilAborted' });

  const [error] = await Promise.all([rejection(running, TaskError), agent.stop()]);

  expect(error.message).toBe('the agent is stopped');
});

test('a command without a word for stop leaves when its input ends', async () => {
  const agent = await launch(shell(`${GET_READY} while read -r line; do :; done; exit 5`));

  expect(await agent.stop({ graceMs: 20_000 })).toMatchObject({ code: 5, because: 'stop' });
});

test('a command that reads stop leaves on it', async () => {
  const agent = await launch(shell(`${GET_READY} ${SERVE}`));

  expect(await agent.stop({ graceMs: 20_000 })).toMatchObject({ code: 0, because: 'stop' });
});

test('an agent that ignores stop gets SIGTERM after its grace', async () => {
  const agent = await launch(handyman(['--no-stop']));

  expect(await agent.stop({ graceMs: 30 })).toMatchObject({ signal: 'SIGTERM', because: 'stop' });
});

test.each([
  ['a module', handyman(['--no-stop', '--ignore-sigterm'])],
  ['a command', stubborn],
])('%s that ignores stop and SIGTERM gets SIGKILL', async (_what, spec) => {
  const agent = await launch(spec);

  expect(await agent.stop({ graceMs: 30 })).toMatchObject({ signal: 'SIGKILL', because: 'stop' });
});

test.each(['spin', 'freeze'])(
  'an agent that cannot listen is stopped all the same: %s',
  async (job) => {
    const agent = await launch(handyman());
    agent.run({ do: job }).catch(() => undefined);
    await agent.ping({ deadlineMs: 100 }).catch(() => undefined);

    expect(await agent.stop({ graceMs: 30 })).toMatchObject({ because: 'stop' });
  },
);

const families: readonly (readonly [string, string[]])[] = [
  ['plain', ['sleep', '60']],
  ['deaf to SIGTERM', ['/bin/sh', '-c', "trap '' TERM; sleep 60; sleep 60"]],
  ['without any environment', ['env', '-i', '/bin/sleep', '60']],
];
const ends: readonly (readonly [string, (agent: Agent) => Promise<unknown>])[] = [
  ['is stopped', (agent) => agent.stop()],
  ['is killed', (agent) => agent.kill()],
  ['crashes', (agent) => agent.run({ do: 'crash', lastWords: '' }).catch(() => undefined)],
  ['exits', (agent) => agent.run({ do: 'exit', code: 0 }).catch(() => undefined)],
];
test.each(families.flatMap(([kind, words]) => ends.map((end) => [kind, ...end, words] as const)))(
  'a grandchild goes when its agent goes: %s, the agent %s',
  async (_kind, _how, end, words) => {
    const agent = await launch(handyman());
    const grandchild = (await agent.run({ do: 'start', words })) as number;
    expect(groupOf(agent.pid)).toContain(grandchild);

    await end(agent);
    await agent.exited;

    await until('the group is empty', () => groupOf(agent.pid).length === 0);
  },
);

test('a grandchild in a session of its own goes when the launcher closes', async () => {
  await using launcher = await createExecLauncher();
  const agent = await launcher.launch(handyman());
  const options = { detached: true };
  const words = ['sleep', '60'];
  const grandchild = (await agent.run({ do: 'start', words, options })) as number;
  await agent.stop();
  expect(isRunning(grandchild)).toBe(true);

  await launcher.close();

  await until('it is gone', () => !isRunning(grandchild));
});

test('a grandchild that holds the pipes does not keep its agent from being seen to exit', async () => {
  const agent = await launch(handyman());
  const options = { detached: true, stdio: 'inherit' };
  const holder = (await agent.run({ do: 'start', words: ['sleep', '60'], options })) as number;

  expect(await agent.kill()).toMatchObject({ signal: 'SIGKILL' });

  expect(isRunning(holder)).toBe(true);
});

test('an agent that closes its socket and lives is killed', async () => {
  const agent = await launch(rawAgent(['hello', '{"type":"ready"}', '--close', '--stay']));

  expect(await agent.exited).toMatchObject({ signal: 'SIGKILL', because: 'its channel closed' });
});

test('an agent on its way out is asked nothing, and its exit answers', async () => {
  const agent = await launch(stubborn);
  const stopped = agent.stop({ graceMs: 300 });

  expect(agent.state).toMatchObject({ kind: 'stopping', because: 'stop' });
  const late = [agent.run(1), agent.send(1), agent.ping(), agent.reset()];
  await expect(agent.run(1, { deadlineMs: 20 })).rejects.toThrow('no answer within 20 ms');

  for (const outcome of await Promise.allSettled(late)) {
    expect(outcome).toMatchObject({ reason: { name: 'AgentExitedError' } });
  }
  await stopped;
});

test('stop and kill may be said often, by anybody, and tell the first reason', async () => {
  const agent = await launch(stubborn);

  const exits = await Promise.all([
    agent.kill('it was too slow'),
    agent.stop(),
    agent.kill(),
    agent[Symbol.asyncDispose](),
  ]);

  expect(exits[0]).toMatchObject({ signal: 'SIGKILL', because: 'it was too slow' });
  expect(exits[1]).toBe(exits[0]);
  expect(await agent.stop()).toBe(exits[0]);
  expect(await agent.kill()).toBe(exits[0]);
});

test('an impatient kill cuts a patient stop short', async () => {
  const agent = await launch(stubborn);
  const patient = agent.stop({ graceMs: 60_000 });

  await agent.kill();

  expect(await patient).toMatchObject({ signal: 'SIGKILL', because: 'stop' });
});

test('an agent is stopped when its scope ends', async () => {
  let pid: number;
  {
    await using agent = await launch(handyman());
    pid = agent.pid;
    expect(isRunning(pid)).toBe(true);
  }
  expect(isRunning(pid)).toBe(false);
});

test('a command that closes its input and lives is killed once something is said to it', async () => {
  const closed = Promise.withResolvers<unknown>();
  const agent = await launch(
    shell(`${GET_READY} exec <&-; echo '{"type":"message","seq":1,"payload":"closed"}'; sleep 60`),
    { onMessage: closed.resolve },
  );
  await closed.promise;
  const asked = [1, 2, 3].map((n) => agent.run(n));

  for (const outcome of await Promise.allSettled(asked)) {
    expect(outcome).toMatchObject({ reason: { name: 'AgentExitedError' } });
  }
  expect(await agent.exited).toMatchObject({ because: 'its channel closed' });
  await rejection(agent.run(4), AgentExitedError);
});
