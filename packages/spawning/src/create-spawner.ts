import { availableParallelism } from 'node:os';
import { createBurst } from './bursts/burst.ts';
import { parseJobs } from './bursts/jobs.ts';
import { createDispatcher } from './dispatch/dispatcher.ts';
import { admit } from './load/gate.ts';
import { createNeedMeter } from './load/need-meter.ts';
import { createLoadWatch } from './load/watch.ts';
import type { SpawnerOptions } from './options.ts';
import {
  ADAPTIVE_DEFAULTS,
  type ParsedOptions,
  parseOptions,
  parseSpawnOptions,
} from './parse-options.ts';
import type { Spawner } from './spawner.ts';
import { createPacing } from './strategies/pacing.ts';
import { createStartTimes } from './tries/start-times.ts';

/** Makes a spawner. Throws TypeError when the options are wrong. */
export function createSpawner(spawnerOptions: SpawnerOptions): Spawner {
  const options = withOwnErrors(parseOptions(spawnerOptions));
  const { launcher, clock, random, stragglers, load } = options;
  const { patienceMs, lookEveryMs } = load;
  const cores = availableParallelism();

  const startTimes = createStartTimes();
  const refusals = { count: 0 };
  const meter = createNeedMeter(options.need);
  const watch = createLoadWatch({
    read: options.readLoad,
    everyMs: lookEveryMs,
    onLooked: () => dispatcher.wake(),
  });
  const dispatcher = createDispatcher({
    pacing: createPacing(options.strategy, ADAPTIVE_DEFAULTS),
    admission: (underway) =>
      watch.latest &&
      admit(watch.latest, load, { underway, agentBytes: meter.need.memoryBytes, cores }),
    patienceMs,
    clock,
    random,
    onBusy: (busy) => (busy ? watch.start() : watch.stop()),
    onHeld: (because) => options.onEvent({ kind: 'held', because }),
    onReleased: (heldMs) => options.onEvent({ kind: 'released', heldMs }),
  });

  return {
    spawn: (wanted, asked = {}) => {
      const parsed = parseSpawnOptions(asked);
      const jobs = parseJobs(wanted);
      const lane = dispatcher.open(parsed.weight);
      const { wake, heldMs } = dispatcher;
      const underway = (): number => dispatcher.stats().underway;
      const times = { clock, startTimes, stragglers };
      const starter = { options, launcher, meter, underway, refusals, ...times };
      return createBurst({ ...starter, lane, wake, heldMs }, jobs, parsed);
    },
    stats: dispatcher.stats,
  };
}

/** A listener's error is its own: it reaches the process like any other that nobody caught. */
function withOwnErrors(options: ParsedOptions): ParsedOptions {
  const onEvent: ParsedOptions['onEvent'] = (event) => {
    try {
      options.onEvent(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
  return { ...options, onEvent };
}
