import { isolated, type BenchCase, type OpenCase } from '../../../tooling/bench/index.ts';
import { PEERS, RESETTING_PEERS } from './pools.ts';

const PROCESS = new URL('user-process.ts', import.meta.url);

/** Users that share a pool of 16, each acquiring and releasing again and again. */
export function users(count: number): OpenCase {
  return (): BenchCase => {
    const ours = isolated(PROCESS, ['muster', String(count)]);
    const peers = Object.keys({ ...PEERS, ...RESETTING_PEERS }).map(
      (name) => [name, isolated(PROCESS, [name, String(count)])] as const,
    );
    return {
      name: `acquire + release, ${count} concurrent user${count === 1 ? '' : 's'} of 16 agents in memory (ours: a reset of the agent included)`,
      unit: 'µs',
      rounds: 9,
      // Half a second of uses: all are compiled by then.
      warmupRounds: 5,
      ours: ours.sample,
      peers: Object.fromEntries(peers.map(([name, { sample }]) => [name, sample])),
      goal: { text: 'at least 1.5x the best peer', holds: (_ours, ratio) => ratio! >= 1.5 },
      close: () =>
        Promise.all([ours, ...peers.map(([, peer]) => peer)].map((each) => each.close())),
    };
  };
}
