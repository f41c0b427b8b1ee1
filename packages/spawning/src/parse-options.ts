import { availableParallelism } from 'node:os';
import {
  type Backoff,
  type Clock,
  findShortages,
  type Launcher,
  type Random,
  systemClock,
} from '@muster/agent-runtime';
import { callable, checkOptions, having, milliseconds } from '@muster/agent-runtime/check-options';
import { z } from 'zod';
import type { SpawnEvent } from './events.ts';
import type { JournalOptions } from './journal/options.ts';
import type { LoadLimits } from './load/gate.ts';
import type { ToldNeed } from './load/need-meter.ts';
import { createLoadReader, type ReadLoad } from './load/reading.ts';
import type { SpawnerOptions } from './options.ts';
import type { SpawnOptions } from './spawner.ts';
import type { PacingDefaults } from './strategies/pacing.ts';
import type { Strategy } from './strategies/strategy.ts';
import type { HaltPolicy } from './tries/halt.ts';

/** A spawner's options with their defaults filled in. */
export interface ParsedOptions {
  readonly launcher: Launcher;
  readonly strategy: Strategy;
  readonly retry: {
    readonly tries: number;
    readonly backoff: Backoff;
    readonly budgetShare: number;
    readonly leastBudget: number;
  };
  readonly stragglers: { readonly timesMedian: number; readonly atLeastMs: number };
  readonly load: LoadLimits & { readonly lookEveryMs: number; readonly patienceMs: number };
  readonly whenShort: 'refuse' | 'cut';
  readonly need: ToldNeed;
  readonly onEvent: (event: SpawnEvent) => void;
  readonly readLoad: ReadLoad;
  readonly findShortages: typeof findShortages;
  readonly clock: Clock;
  readonly random: Random;
}

/** A burst's options with their defaults filled in. */
export interface ParsedSpawnOptions {
  readonly signal?: AbortSignal | undefined;
  readonly halt: HaltPolicy;
  readonly weight: number;
  readonly journal?: JournalOptions | undefined;
}

const MOST_AT_ONCE = 10_000;
const positive = z.number().int().min(1);
const atOnce = positive.max(MOST_AT_ONCE);
const share = z.number().min(0).max(1);

/** Where an adaptive strategy moves when nothing is said. */
export const ADAPTIVE_DEFAULTS: PacingDefaults = {
  min: 1,
  max: 64,
  // A start waits for its process as often as it computes: one for each core would leave cores idle.
  initial: Math.min(64, 2 * availableParallelism()),
};

const strategy = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('sequential') }),
    z.strictObject({ kind: z.literal('waves'), size: atOnce }),
    z.strictObject({ kind: z.literal('window'), size: atOnce }),
    z.strictObject({
      kind: z.literal('adaptive'),
      min: atOnce.optional(),
      max: atOnce.optional(),
      initial: atOnce.optional(),
    }),
  ])
  .check(({ value, issues }) => {
    if (value.kind !== 'adaptive') return;
    const { min = ADAPTIVE_DEFAULTS.min, max = ADAPTIVE_DEFAULTS.max } = value;
    if (min <= max) return;
    const message = `must not exceed \`max\`, which is ${max}`;
    issues.push({ code: 'custom', path: ['min'], message, input: value });
  });

const spawnerShape = z.strictObject({
  launcher: having<Launcher>('launch'),
  strategy: strategy.default({ kind: 'adaptive' }),
  retry: z
    .strictObject({
      tries: positive.max(100).default(3),
      backoff: z
        .strictObject({ firstMs: milliseconds, longestMs: milliseconds })
        .default({ firstMs: 100, longestMs: 5_000 }),
      budgetShare: share.default(0.1),
      leastBudget: z.number().int().min(0).default(10),
    })
    .prefault({}),
  stragglers: z
    .strictObject({
      timesMedian: z.number().min(2).default(20),
      atLeastMs: milliseconds.default(10_000),
    })
    .prefault({}),
  load: z
    .strictObject({
      reserveShare: share.default(0.1),
      maxMemoryStall: share.default(0.2),
      maxProcessorStall: share.default(1),
      lookEveryMs: milliseconds.default(100),
      patienceMs: milliseconds.default(30_000),
    })
    .prefault({}),
  whenShort: z.enum(['refuse', 'cut']).default('refuse'),
  need: z
    .strictObject({
      descriptors: positive.optional(),
      tasks: positive.optional(),
      memoryBytes: z.number().int().min(0).optional(),
    })
    .default({}),
  onEvent: callable<(event: SpawnEvent) => void>().default(() => () => undefined),
  readLoad: callable<ReadLoad>().default(() => createLoadReader()),
  findShortages: callable<typeof findShortages>().default(() => findShortages),
  clock: having<Clock>('now').default(systemClock),
  random: callable<Random>().default(() => () => Math.random()),
});

const spawnShape = z.strictObject({
  signal: z.instanceof(AbortSignal, { error: 'must be an AbortSignal' }).optional(),
  halt: z
    .strictObject({
      afterFailed: positive.optional(),
      afterFailedShare: share.optional(),
      how: z.enum(['soon', 'now']).optional(),
    })
    .default({}),
  weight: z.number().min(0.001).max(1_000).default(1),
  journal: z
    .strictObject({
      path: z.string().min(1),
      skip: z.enum(['ended', 'ended and failed']).optional(),
      sync: z.boolean().optional(),
    })
    .optional(),
});

/** Checks a spawner's options and fills in defaults. Throws TypeError that lists every problem by its field. */
export function parseOptions(options: SpawnerOptions): ParsedOptions {
  return checkOptions<ParsedOptions>(spawnerShape, options, "a spawner's");
}

/** The same for a burst's. */
export function parseSpawnOptions(options: SpawnOptions): ParsedSpawnOptions {
  return checkOptions<ParsedSpawnOptions>(spawnShape, options, "a burst's");
}
