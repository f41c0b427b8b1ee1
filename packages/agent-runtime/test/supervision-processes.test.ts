import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ChildSpec,
  createExecLauncher,
  createSupervisor,
  DeadlineError,
  type Launcher,
  LaunchError,
  type Supervisor,
  type SupervisorOptions,
} from '../src/index.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { groupOf, isRunning } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { GET_READY, SERVE, shell } from './fixtures/specs.ts';
import { type Heard, listen } from './fixtures/supervised.ts';
import { until } from '../../../tooling/testing/until.ts';
import { fixtureTree } from './host-fixture.ts';

let launcher: Launcher;
beforeAll(async () => {
  launcher = await createExecLauncher();
});
afterAll(() => launcher.close());

const SERVING = `${GET_READY}${SERVE}`;
const serving = (id: string): ChildSpec => ({ id, spec: shell(SERVING) });

async function supervise(
  children: readonly ChildSpec[],
  options: Partial<SupervisorOptions> = {},
): Promise<Heard & { supervisor: Supervisor }> {
  const heard = listen();
  const supervisor = await createSupervisor({
    launcher,
    children,
    intensity: { maxRestarts: 5, withinMs: 60_000 },
    backoff: { firstMs: 1, longestMs: 1 },
    onEvent: heard.onEvent,
    ...options,
  });
  return { ...heard, supervisor };
}

test('an agent that is killed from outside is replaced, and its death told with its reason', async () => {
  const last = `trap 'echo last words >&2; exit 7' TERM;`;
  const { supervisor, next } = await supervise([
    serving('bystander'),
    { id: 'victim', spec: shell(`${last} ${SERVING}`) },
  ]);
  await using _ = supervisor;
  const bystander = await supervisor.agent('bystander');
  const victim = await supervisor.agent('victim');

  const died = [next('died'), next('started')] as const;
  process.kill(victim.pid, 'SIGTERM');

  expect((await died[0]).death.exit).toMatchObject({ code: 7, stderr: ['last words'] });
  await died[1];
  process.kill((await supervisor.agent('victim')).pid, 'SIGKILL');
  expect((await next('died')).death.exit).toMatchObject({ code: null, signal: 'SIGKILL' });

  const successor = await supervisor.agent('victim');
  expect(successor.incarnation).toBeGreaterThan(victim.incarnation);
  expect(await successor.run('hello')).toMatchObject({ payload: 'hello' });
  expect(bystander.state).toMatchObject({ kind: 'ready' });
});

test('an agent that is killed for a missed deadline is replaced', async () => {
  const spec = handyman([], { cancelGraceMs: 1 });
  const { supervisor, next } = await supervise([{ id: 'busy', spec }]);
  await using _ = supervisor;
  const busy = await supervisor.agent('busy');

  const died = next('died');
  await rejection(busy.run({ do: 'spin' }, { deadlineMs: 1 }), DeadlineError);

  expect((await died).death.exit).toMatchObject({ because: 'it held on to cancelled work' });
  const successor = await supervisor.agent('busy');
  expect(await successor.run({ do: 'say', value: 1 })).toBe(1);
});

test('a process that is gone is not shown, though nobody has been told of its end', async () => {
  const { supervisor } = await supervise([serving('a')]);
  await using _ = supervisor;
  const agent = await supervisor.agent('a');
  const { pid, incarnation } = agent;
  expect(supervisor.children()[0]!.state).toEqual({ kind: 'running', pid, incarnation });

  process.kill(pid, 'SIGKILL');
  // In one turn: no event of this process's own can have told the handle.
  while (isRunning(pid));

  expect(supervisor.children()[0]!.state).toEqual({ kind: 'waiting' });
  expect(agent.state.kind).toBe('ready');
});

test('those who will not leave are killed with their groups, last first', async () => {
  const stubborn = `trap '' TERM; ${GET_READY} sleep 60 & while :; do wait; done`;
  const children = ['a', 'b'].map((id) => ({ id, spec: shell(stubborn), stopGraceMs: 20 }));
  const { supervisor, told } = await supervise(children);
  const [a, b] = await Promise.all([supervisor.agent('a'), supervisor.agent('b')]);
  await until('both have a child', () => groupOf(a.pid).length > 1 && groupOf(b.pid).length > 1);

  const closing = supervisor.close();
  await b.exited;
  expect(groupOf(b.pid)).toEqual([]);
  expect(isRunning(a.pid)).toBe(true);
  await closing;

  expect(groupOf(a.pid)).toEqual([]);
  expect(await a.exited).toMatchObject({ signal: 'SIGKILL', because: 'stop', outOfMemory: false });
  expect(told.slice(-2)).toEqual(['stopped b', 'stopped a']);
});

test('an agent that dies again and again parks its supervisor and leaves no process', async () => {
  const { supervisor } = await supervise([
    serving('a'),
    { id: 'b', spec: shell(`${GET_READY} echo broken >&2; exit 3`) },
  ]);
  const a = await supervisor.agent('a');

  const error = await supervisor.ended;

  expect(error!.deaths).toHaveLength(6);
  for (const { childId, exit } of error!.deaths) {
    expect([childId, exit]).toMatchObject(['b', { code: 3, signal: null, stderr: ['broken'] }]);
  }
  expect(String(error!.cause)).toContain('| broken');
  expect(isRunning(a.pid)).toBe(false);
  expect(supervisor.children().map(({ state }) => state.kind)).toEqual(['parked', 'parked']);
  expect(launcher.stats().live).toBe(0);
});

test('a restart that comes to nothing counts as a death', async () => {
  await using tree = await fixtureTree({ flag: '' });
  const script = `[ -e flag ] || { echo 'no flag' >&2; exit 9; }; ${SERVING}`;
  const { supervisor } = await supervise([{ id: 'a', spec: shell(script, { cwd: tree.path }) }], {
    intensity: { maxRestarts: 1, withinMs: 60_000 },
  });
  await rm(join(tree.path, 'flag'));
  process.kill((await supervisor.agent('a')).pid, 'SIGKILL');

  const error = await supervisor.ended;

  expect(error!.deaths).toMatchObject([
    { exit: { signal: 'SIGKILL' } },
    { exit: { code: 9, stderr: ['no flag'] } },
  ]);
  expect(error!.cause).toBeInstanceOf(LaunchError);
});

test('an aborted start leaves no process, whatever was starting', async () => {
  const abort = new AbortController();
  const pids: number[] = [];
  const starting = supervise(
    [
      serving('a'),
      { id: 'b', spec: shell('echo $$ >&2; sleep 60'), onOutput: started },
      serving('c'),
    ],
    {
      signal: abort.signal,
      onEvent: (event) => {
        if (event.kind === 'started') pids.push(event.agent.pid);
      },
    },
  );
  function started(line: string): void {
    pids.push(Number(line));
    abort.abort();
  }

  await rejection(starting, DOMException);

  expect(pids).toHaveLength(2);
  expect(pids.filter(isRunning)).toEqual([]);
  expect(launcher.stats().live).toBe(0);
});
