import {
  atLeast,
  atMost,
  type Block,
  type Criterion,
  type JudgedDefinition,
  type Quantity,
  type Runs,
} from '@muster/analysis';
import { around } from './durations.ts';

const SIZES = [1, 4, 16, 64, 128, 256] as const;
const BLOCKS = 10;
const CRITERIA = 7;

/** All that judging takes, as it would be read from a file. */
export interface RecordedRuns {
  readonly definition: JudgedDefinition;
  readonly runs: Runs;
}

/** A sprint of 12 arms and 25 quantities of all kinds, 7 of them judged, after 10 blocks. */
export function syntheticSprint(): RecordedRuns {
  const quantities = SIZES.flatMap(quantitiesAt);
  const told = (quantity: Quantity, at: number) => ({
    id: `q${at}`,
    statement: 'a claim',
    quantity,
  });
  const all = [...quantities, ofAllArms].map(told);
  const criteria = all.slice(-CRITERIA).map((each): Criterion => ({
    ...each,
    because: 'judging takes the same time whatever it is',
    bound: each.quantity.kind === 'level' ? atMost(50) : atLeast(0.7),
  }));
  return {
    definition: {
      metrics: {
        readyMs: { unit: 'ms' },
        idleMb: { unit: 'MB' },
        hits: { unit: 'count' },
        acquires: { unit: 'count' },
      },
      criteria,
      shown: all.slice(0, -CRITERIA),
      design: { confidence: 0.95, looks: [6, BLOCKS] },
    },
    runs: {
      plannedBlocks: BLOCKS,
      blocks: Array.from({ length: BLOCKS }, (_, at) => blockAt(at + 1)),
    },
  };
}

function quantitiesAt(size: number): Quantity[] {
  const cold = `cold-${size}`;
  const pool = `pool-${size}`;
  return [
    { kind: 'speedup', metric: 'readyMs', from: cold, to: pool },
    { kind: 'difference', metric: 'idleMb', from: cold, to: pool },
    { kind: 'level', metric: 'idleMb', arm: pool },
    { kind: 'proportion', successes: 'hits', attempts: 'acquires', arm: pool },
  ];
}

const ofAllArms: Quantity = {
  kind: 'lowest',
  metric: 'readyMs',
  arms: SIZES.map((size) => `cold-${size}`),
};

function blockAt(index: number): Block {
  const counts = { hits: 80, acquires: 100 };
  const trials = SIZES.flatMap((size) => [
    [`cold-${size}`, ok({ readyMs: around(40), idleMb: around(20), ...counts })] as const,
    [`pool-${size}`, ok({ readyMs: around(4), idleMb: around(30), ...counts })] as const,
  ]);
  return { index, trials: Object.fromEntries(trials) };
}

function ok(values: Readonly<Record<string, number>>) {
  return { outcome: 'ok', values } as const;
}
