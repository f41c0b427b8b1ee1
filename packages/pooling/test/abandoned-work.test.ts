/** A user whose deadline passes costs the pool no agent, if that lets go of the work. */
import { DeadlineError } from '@muster/agent-runtime';
import { createPool } from '@muster/pooling';
import { describe, expect, test } from 'vitest';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { createTidyLauncher } from './fixtures/machine.ts';

describe('a lease that ends while its agent is at cancelled work', () => {
  test.each([
    ['stops at once', { do: 'untilAborted' }],
    ['ends in its own time', { do: 'later', value: 1, ms: 100 }],
  ])('costs no agent that %s', async (_how, task) => {
    await using tidy = await createTidyLauncher();
    await using pool = createPool({ launcher: tidy.launcher, spec: handyman(), size: 1 });
    for (let n = 0; n < 3; n++) {
      const lease = await pool.acquire();
      await rejection(lease.agent.run(task, { deadlineMs: 10 }), DeadlineError);
      lease.release();
    }
    const { agent } = await pool.acquire();
    expect(await agent.run({ do: 'state' })).toMatchObject({ resets: 3 });
    expect(pool.stats()).toMatchObject({ starts: 1, retired: 0, deaths: 0 });
  });

  test('costs the agent that holds on to it', async () => {
    await using tidy = await createTidyLauncher();
    const spec = handyman([], { cancelGraceMs: 50 });
    await using pool = createPool({ launcher: tidy.launcher, spec, size: 1 });
    const lease = await pool.acquire();
    await rejection(lease.agent.run({ do: 'never' }, { deadlineMs: 10 }), DeadlineError);
    lease.release();
    expect((await pool.acquire()).agent.pid).not.toBe(lease.agent.pid);
  });

  test('an assignment that is given up while the agent takes it costs nothing either', async () => {
    await using tidy = await createTidyLauncher();
    await using pool = createPool({ launcher: tidy.launcher, spec: handyman(), size: 1 });
    await pool.filled();
    const controller = new AbortController();
    const assign = { identity: { takesMs: 50 }, env: { WHO: 'nobody' } };
    const acquired = pool.acquire({ assign, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(acquired).rejects.toThrow('enough');
    const { agent } = await pool.acquire();
    expect(await agent.run({ do: 'assigned' })).not.toHaveProperty('who');
    expect(pool.stats()).toMatchObject({ starts: 1, retired: 0 });
  });
});
