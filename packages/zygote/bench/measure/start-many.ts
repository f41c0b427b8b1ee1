import { systemClock } from '@muster/agent-runtime';
import type { Contestant, Started } from '../contestants/contestant.ts';
import { parentOf, processorMsOf } from './processor-time.ts';
import type { Sample } from './sample.ts';

/** How many starts, and how many of them are under way at any moment. */
export interface Pace {
  readonly count: number;
  readonly concurrency: number;
}

/** Starts agents at a pace; all of them live until the last is ready. */
export async function startMany(
  { start }: Pick<Contestant, 'start'>,
  { count, concurrency }: Pace,
): Promise<{ readonly started: readonly Started[]; readonly readyMs: readonly number[] }> {
  const started: Started[] = [];
  const readyMs: number[] = [];
  let left = count;
  const inTurn = async (): Promise<void> => {
    while (left > 0) {
      left--;
      const askedAtMs = systemClock.now();
      started.push(await start());
      readyMs.push(systemClock.now() - askedAtMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, inTurn));
  return { started, readyMs };
}

/**
 * A sampler of starts at a pace. What it started is gone when a sample is done. The first sample has
 * no processor time if there is a zygote, which is known only by its children.
 */
export function paced(contestant: Contestant, pace: Pace): () => Promise<Sample> {
  let zygote: readonly number[] | undefined;

  return async () => {
    const zygoteBefore = zygote === undefined ? undefined : processorMsOf(zygote);
    const ownBefore = process.cpuUsage();
    const beganAtMs = systemClock.now();
    const { started, readyMs } = await startMany(contestant, pace);
    const wallMs = systemClock.now() - beganAtMs;
    const own = process.cpuUsage(ownBefore);

    const pids = started.flatMap(({ pid }) => pid ?? []);
    const ofAgents = processorMsOf(pids);
    const zygoteAfter = zygote === undefined ? undefined : processorMsOf(zygote);
    zygote ??= [pids[0] === undefined ? process.pid : (parentOf(pids[0]) ?? process.pid)].filter(
      (pid) => pid !== process.pid,
    );
    await Promise.all(started.map(({ end }) => end()));
    const known = ofAgents !== undefined && zygoteBefore !== undefined && zygoteAfter !== undefined;
    const totalMs =
      (own.user + own.system) / 1000 + (ofAgents ?? 0) + (zygoteAfter ?? 0) - (zygoteBefore ?? 0);
    return { readyMs, wallMs, processorMs: known ? totalMs / pace.count : undefined };
  };
}
