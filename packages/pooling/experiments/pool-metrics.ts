import type { ArmDefinition } from '@muster/experiment';

/** What the size advisor says of the demand that an arm was under. */
function foretold(pool: string) {
  return {
    unit: 'ratio',
    about: `hit rate of a pool ${pool}, by replaying what was recorded`,
    summary: 'single',
  } as const;
}

/** What every arm of the pool's experiment may observe. */
export const metrics = {
  readyMs: {
    unit: 'ms',
    about: 'request to an agent that has said it is ready, in answer to this request',
    summary: 'median',
  },
  slowestReadyMs: { unit: 'ms', about: 'the same, 95th percentile of the run', summary: 'p95' },
  fillMs: { unit: 'ms', about: 'empty pool to all agents ready', summary: 'single' },
  fillFromNothingMs: {
    unit: 'ms',
    about: 'the same from before the launcher was opened: the start of a zygote is in it',
    summary: 'single',
  },
  fillProcessorMs: {
    unit: 'ms',
    about:
      'processor time of the agents, and of a zygote from its start, until the pool was filled',
    summary: 'single',
  },
  idleMb: {
    unit: 'MB',
    about:
      'PSS of all idle agents of the filled pool, and of the zygote they were forked from (1 MB = 1,000,000 bytes)',
    summary: 'single',
  },
  idleAgentsMb: {
    unit: 'MB',
    about: 'PSS of the idle agents of the filled pool alone',
    summary: 'single',
  },
  usedMb: {
    unit: 'MB',
    about: 'as idleMb, after all leases of the trial',
    summary: 'single',
  },
  hitRate: {
    unit: 'ratio',
    about:
      'acquires that found an idle agent / acquires, once the pool had been in use for ten holds',
    summary: 'single',
  },
  missWaitMs: { unit: 'ms', about: 'mean wait of an acquire that was no hit', summary: 'single' },
  offeredLoad: {
    unit: 'ratio',
    about: 'what the drawn holds asked for / the capacity of the pool while they arrived',
    summary: 'single',
  },
  foretold100: foretold('of this size'),
  foretold125: foretold('of 1.25 times as many agents'),
  foretold150: foretold('of 1.5 times as many agents'),
  foretold200: foretold('of twice as many agents'),
  modelled100: {
    unit: 'ratio',
    about: 'hit rate of this pool by Erlang C, which takes arrivals to be independent',
    summary: 'single',
  },
  advisedSize: {
    unit: 'agents',
    about: 'the smallest pool that would have had 70 % hits, by replaying what was recorded',
    summary: 'single',
  },
  generatorLagMs: {
    unit: 'ms',
    about: 'how late the arrivals were asked for, against their schedule',
    summary: 'p95',
  },
} as const;

export type Metric = keyof typeof metrics;
export type PoolSizes = {
  readonly agents: number;
  readonly poolSize: number;
  readonly acquires: number;
  readonly meanHoldMs: number;
};
export type PoolArm = ArmDefinition<Metric, PoolSizes>;
export type Trial = Parameters<PoolArm['trial']>[0];
