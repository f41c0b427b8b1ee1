import { createExecLauncher } from '@muster/agent-runtime';
import { createPool } from '@muster/pooling';
import { micro, type BenchCase } from '../../../tooling/bench/index.ts';

/** One task on a leased agent that is a real process, one lease after another. */
export async function warmLease(): Promise<BenchCase> {
  const launcher = await createExecLauncher();
  const spec = { module: import.meta.resolve('@muster/agent-runtime/echo-agent') };
  const pool = createPool({ launcher, spec, size: 2 });
  await pool.filled();
  return {
    name: 'lease of a warm agent, one task, release (real processes, pool of 2: the reset of one runs beside the lease of the other; cores left to the system, hence unsteady)',
    unit: 'µs',
    rounds: 10,
    warmupRounds: 5,
    ours: micro(
      async () => {
        const lease = await pool.acquire();
        await lease.agent.run(1);
        lease.release();
      },
      { timeMs: 0, iterations: 200 },
    ),
    peers: {},
    goal: { text: 'p50 under 200 µs', holds: (ours) => ours < 200 },
    close: async () => {
      await pool.close();
      await launcher.close();
    },
  };
}
