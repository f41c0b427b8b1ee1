/** Takes one sample, in a process of its own, so that nobody inherits another's heap. Prints it. */
import { systemClock } from '@muster/agent-runtime';
import { startEventLoopDelayMonitor } from '@muster/agent-runtime/host';
import { openStarter } from '../contestants/open.ts';
import type { BurstOrder } from './take-sample.ts';
import type { Sample } from './sample.ts';

/** Finer than the default: a start keeps the loop for a few milliseconds. */
const LOOP_RESOLUTION_MS = 1;

const { contestant, count, warmupCount } = JSON.parse(process.argv[2]!) as BurstOrder;
const starter = await openStarter(contestant);
if (warmupCount > 0) await (await starter.start(warmupCount)).end();

const monitor = await startEventLoopDelayMonitor(LOOP_RESOLUTION_MS);
const usedBefore = process.cpuUsage();
const beganAtMs = systemClock.now();
const crowd = await starter.start(count);
const allReadyMs = systemClock.now() - beganAtMs;
const used = process.cpuUsage(usedBefore);
const loop = await monitor.stop();
await crowd.end();
await starter.close();

const coordinator =
  contestant.kind !== 'program' && loop.shown
    ? {
        loopP99Ms: loop.value.p99Ms,
        loopMaxMs: loop.value.maxMs,
        processorMs: (used.user + used.system) / 1_000,
      }
    : null;
process.stdout.write(JSON.stringify({ allReadyMs, coordinator } satisfies Sample));
