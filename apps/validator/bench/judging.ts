import { systemClock } from '@muster/agent-runtime';
import type { BenchCase } from '../../../tooling/bench/index.ts';
import { judgeAgain } from '../src/judging/judge-again.ts';
import { recordSprints } from './record-sprints.ts';

/** What `muster judge` does with the journals of all sprints, in a process that has done it before. */
export async function judging(): Promise<BenchCase> {
  const { what, results, remove } = await recordSprints();
  return {
    name: `judging ${what}`,
    unit: 'ms',
    rounds: 15,
    warmupRounds: 5,
    ours: async () => {
      const askedAtMs = systemClock.now();
      for (const result of results) {
        const { outcome } = await judgeAgain(result);
        if (outcome !== 'same')
          throw new Error(`${result} must be judged the same, got ${outcome}`);
      }
      return systemClock.now() - askedAtMs;
    },
    peers: {},
    goal: { text: 'under 150 ms', holds: (ms) => ms < 150 },
    close: remove,
  };
}
