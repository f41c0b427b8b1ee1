/**
 * An hour's worth of leases of real agents in minutes, with a kill -9 now and then: does every
 * acquire settle, is no agent leased to two, does nothing grow, is nothing left?
 * `node soak/soak.ts [--leases 1000000] [--crash-every 2000] [--size 6] [--seed 1] [--json]`. Exit
 * code 1 when something is not as it must be, 2 for a wrong flag, 130 after Ctrl-C.
 */
import { setTimeout } from 'node:timers/promises';
import { createExecLauncher, type Launcher } from '@muster/agent-runtime';
import { createRandom } from '@muster/experiment';
import { createPool, type Pool } from '@muster/pooling';
import { readOwn } from '../../../tooling/soak/options.ts';
import { createProgress } from '../../../tooling/soak/progress.ts';
import { runSoak } from '../../../tooling/soak/run-soak.ts';
import { nothingHeard } from './heard.ts';
import { type Findings, judge } from './judge.ts';
import { parseSoakOptions } from './options.ts';
import { countCarriers, countProcesses, runTokenOf, type Sample, takeSample } from './sample.ts';
import { soakUsers } from './users.ts';

/** Between them all users leave, and the pool is looked at when it has filled up again. */
const PARTS = 10;
const STALL_MS = 60_000;
const FILL_DEADLINE_MS = 60_000;
/** In which the sockets of agents that have ended are closed. */
const AT_REST_MS = 50;

const options = readOwn(parseSoakOptions);
await runSoak({ json: options.json, soak, judge, summary });

function summary({ heard, node, leasesPerSecond }: Findings): string {
  return `${heard.leases} leases on Node ${node}, ${leasesPerSecond.toFixed(0)} a second`;
}

async function soak(signal: AbortSignal): Promise<Findings> {
  const { leases, crashEvery, size, seed } = options;
  const launcher = await createExecLauncher();
  const spec = { module: import.meta.resolve('@muster/agent-runtime/echo-agent') };
  const pool = createPool({ launcher, spec, size });
  await pool.filled();
  const runToken = runTokenOf(pool.agents()[0]!.pid);
  const progress = createProgress(leases, 'leases', () => performance.now());
  const random = createRandom(seed, 'soak');
  const samples: Sample[] = [];
  const heard = nothingHeard();
  const startedAtMs = performance.now();
  let unfilled = 0;

  for (let part = 1; part <= PARTS && !signal.aborted; part++) {
    await soakUsers({
      pool,
      leases: Math.round((leases * part) / PARTS),
      // Too few for all agents, then more than there are agents for.
      users: part % 2 === 0 ? size * 3 : Math.ceil(size / 2),
      crashEvery,
      random: () => random.next(),
      heard,
      signal,
      stallMs: STALL_MS,
      onLease: () => progress.report(heard.leases),
    });
    if (await isFull(pool, launcher)) {
      await setTimeout(AT_REST_MS);
      const pids = pool.agents().map(({ pid }) => pid);
      samples.push(await takeSample(heard.leases, pids));
    } else unfilled++;
  }

  const elapsedMs = performance.now() - startedAtMs;
  progress.end();
  await pool.close();
  await launcher.close();
  return {
    node: process.versions.node,
    asked: leases,
    heard,
    samples,
    unfilled,
    leftover: (await countProcesses()) + countCarriers(runToken),
    leasesPerSecond: (heard.leases / elapsedMs) * 1000,
  };
}

/** Whether all agents are idle, within a minute, and no other process is left. */
async function isFull(pool: Pool, launcher: Launcher): Promise<boolean> {
  const giveUpAtMs = performance.now() + FILL_DEADLINE_MS;
  while (performance.now() < giveUpAtMs) {
    const { idle, size } = pool.stats();
    if (idle === size && launcher.stats().live === size) return true;
    await setTimeout(10);
  }
  return false;
}
