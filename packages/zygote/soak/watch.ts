import { zombiesOf } from '../../../tooling/testing/processes.ts';
import { descriptorsOf, memoryOf } from './processes.ts';

/** How the zygote and its coordinator are at a moment when no fork is alive. */
export interface Sample {
  readonly forks: number;
  readonly zygoteDescriptors: number;
  readonly zygoteRssBytes: number;
  /** Its anonymous memory; at such a moment nobody shares it. */
  readonly zygotePssBytes: number;
  readonly coordinatorDescriptors: number;
}

export interface Watch {
  sample(forks: number): Sample;
  /** How many zombies were not reaped within a second, and how often was looked. */
  stop(): { readonly lasting: number; readonly looks: number };
}

const LOOK_MS = 100;
/** Longer than a zygote that waits for its turn on a busy machine. */
const REAPED_WITHIN_MS = 1_000;

/** Watches for zombies all along. */
export function watch(zygote: number, now: () => number): Watch {
  const sinceMs = new Map<number, number>();
  const lasting = new Set<number>();
  let looks = 0;
  const look = (): void => {
    const zombies = zombiesOf(zygote, process.pid);
    for (const pid of sinceMs.keys()) if (!zombies.includes(pid)) sinceMs.delete(pid);
    for (const pid of zombies) {
      const firstMs = sinceMs.get(pid) ?? now();
      sinceMs.set(pid, firstMs);
      if (now() - firstMs >= REAPED_WITHIN_MS) lasting.add(pid);
    }
    looks++;
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    sample: (forks) => ({
      forks,
      zygoteDescriptors: descriptorsOf(zygote),
      zygoteRssBytes: memoryOf(zygote, 'Rss'),
      zygotePssBytes: memoryOf(zygote, 'Pss_Anon'),
      coordinatorDescriptors: descriptorsOf(process.pid),
    }),
    stop: () => {
      clearInterval(timer);
      return { lasting: lasting.size, looks };
    },
  };
}
