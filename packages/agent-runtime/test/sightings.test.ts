import { expect, test } from 'vitest';
import { isRunning } from '../../../tooling/testing/processes.ts';
import { handyman, rawAgent } from '../../../tooling/testing/specs.ts';
import { open } from './fixtures/launch.ts';

test('what a launcher shows of its agents is what the kernel shows, not what was noted', async () => {
  const launcher = await open();
  const agents = await Promise.all(
    ['well', 'frozen', 'killed'].map((id) => launcher.launch(handyman(), { id })),
  );
  const [, frozen, killed] = agents;

  process.kill(frozen!.pid, 'SIGSTOP');
  // Its threads stop one by one.
  await expect.poll(() => launcher.sightings()[1]?.process).toBe('stopped');
  process.kill(killed!.pid, 'SIGKILL');
  // Without a turn of the loop: the launcher cannot have heard of it.
  while (isRunning(killed!.pid));

  expect(launcher.sightings()).toEqual(
    agents.map(({ id, incarnation, pid }, index) => ({
      id,
      incarnation,
      pid,
      state: 'ready',
      process: ['there', 'stopped', 'gone'][index],
    })),
  );
  expect(launcher.stats().live).toBe(2);
  await killed!.exited;
  expect(launcher.sightings().map(({ id }) => id)).toEqual(['well', 'frozen']);
});

test('an agent is shown while it starts and while it stops', async () => {
  const launcher = await open();
  const controller = new AbortController();
  const starting = launcher.launch(rawAgent(['hello', '--stay']), {
    id: 'starting',
    signal: controller.signal,
  });
  await expect.poll(() => launcher.sightings()[0]).toMatchObject({ state: 'hello' });
  const stopping = await launcher.launch(handyman(['--slow-stop']), { id: 'stopping' });

  const stopped = stopping.stop();

  expect(launcher.sightings()).toMatchObject([
    { id: 'starting', state: 'hello', process: 'there' },
    { id: 'stopping', state: 'stopping', process: 'there' },
  ]);
  controller.abort(new Error('enough'));
  await expect(starting).rejects.toThrow('enough');
  await stopped;
  expect(launcher.sightings()).toEqual([]);
});
