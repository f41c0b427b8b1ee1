/** A zygote is renewed without a pause in service. */
import { expect, onTestFinished, test } from 'vitest';
import {
  isRunning,
  parentOf,
  processesOfRun,
  runTokenOf,
} from '../../../../tooling/testing/processes.ts';
import { HANDYMAN, handyman } from '../../../../tooling/testing/specs.ts';
import { openZygote } from '../fixtures/launcher-specs.ts';
import { until } from '../../../../tooling/testing/until.ts';

const preload = [HANDYMAN];

test('while a burst runs: every agent comes, forked, from the old one or the new', async () => {
  const notices: string[] = [];
  const onNotice = (line: string): void => void notices.push(line);
  const launcher = await openZygote({ preload, renewAfterForks: 30, onNotice });

  // More at once than are on their way at a time, so that some wait when the old one retires.
  const bursts = [1, 2, 3].map(() =>
    Promise.all(Array.from({ length: 80 }, () => launcher.launch(handyman()))),
  );
  const agents = (await Promise.all(bursts)).flat();
  const zygotes = new Set(agents.map(({ pid }) => parentOf(pid)));
  await until('another is in service', async () => {
    const agent = await launcher.launch(handyman());
    return !zygotes.has(parentOf(agent.pid)) || zygotes.size > 1;
  });

  expect(agents.map(({ start }) => start)).toEqual(agents.map(() => ({ kind: 'forked' })));
  expect(await Promise.all(agents.map((agent) => agent.ping()))).toHaveLength(240);
  expect(launcher.stats().failed).toBe(0);
  expect(notices).toEqual([]);
});

test('starts one after another never wait, and the old one ends after its last child', async () => {
  const notices: string[] = [];
  const onNotice = (line: string): void => void notices.push(line);
  const launcher = await openZygote({ preload, renewAfterForks: 5, onNotice });
  const first = await launcher.launch(handyman());
  const old = parentOf(first.pid);
  const second = await launcher.launch(handyman());

  const later = [];
  for (let zygote = old; zygote === old; zygote = parentOf(later.at(-1)!.pid)) {
    later.push(await launcher.launch(handyman()));
  }
  await Promise.all([second, ...later].map((agent) => agent.kill()));

  expect(later.map(({ start }) => start.kind)).toEqual(later.map(() => 'forked'));
  expect(isRunning(old)).toBe(true);
  expect(await first.run({ do: 'say', value: 1 })).toBe(1);
  first.run({ do: 'exit', code: 9 }).catch(() => undefined);
  expect(await first.exited).toMatchObject({ code: 9, signal: null });
  await until('the old one has ended', () => !isRunning(old));
  expect(notices).toEqual([]);
});

test('a launcher that is closed takes all its zygotes with it', async () => {
  const launcher = await openZygote({ preload, renewAfterForks: 3 });
  onTestFinished(() => launcher.close());
  const agents = await Promise.all(Array.from({ length: 3 }, () => launcher.launch(handyman())));
  const runToken = runTokenOf(agents[0]!.pid);
  const old = parentOf(agents[0]!.pid);
  await until('another is in service', async () => {
    const agent = await launcher.launch(handyman());
    return parentOf(agent.pid) !== old;
  });
  expect(isRunning(old)).toBe(true);

  await launcher.close();

  expect(processesOfRun(runToken)).toEqual([]);
});
