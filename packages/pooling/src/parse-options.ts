import { availableParallelism } from 'node:os';
import {
  type Agent,
  type AgentSpec,
  type Clock,
  type Launcher,
  type Random,
  systemClock,
} from '@muster/agent-runtime';
import { callable, checked, checkOptions, having } from '@muster/agent-runtime/check-options';
import { parseSpec } from '@muster/agent-runtime/launcher-kit';
import { z } from 'zod';
import type { PoolOptions } from './options.ts';
import { systemRandom } from './random.ts';
import { type ReadBytes, readTreeBytes } from './retirement/memory.ts';
import { DEFAULT_JITTER } from './retirement/reasons.ts';
import type { PoolEvent } from './telemetry/events.ts';

/** Options with their defaults filled in, and a size as its two limits. */
export interface ParsedOptions {
  readonly launcher: Launcher;
  readonly spec: AgentSpec;
  readonly min: number;
  readonly max: number;
  readonly maxStarting: number;
  readonly reuse: 'reset' | 'once';
  readonly acquireDeadlineMs: number;
  readonly startDeadlineMs: number;
  readonly resetDeadlineMs: number;
  readonly leaseDeadlineMs?: number | undefined;
  readonly leakAfterMs?: number | undefined;
  readonly maxIdleMs: number;
  readonly retire: {
    readonly afterUses?: number | undefined;
    readonly afterMs?: number | undefined;
    readonly aboveBytes?: number | undefined;
    readonly jitter: number;
    readonly readBytesEveryMs: number;
  };
  readonly probe?:
    | {
        readonly bypassMs: number;
        readonly everyMs?: number | undefined;
        readonly deadlineMs: number;
      }
    | undefined;
  readonly maxWaiting?: number | undefined;
  readonly perTenant: { readonly leased: number; readonly waiting: number };
  readonly breakAfter: number;
  readonly beforePool?: ((agent: Agent) => unknown) | undefined;
  readonly afterAssign?: ((agent: Agent) => unknown) | undefined;
  readonly onEvent?: ((event: PoolEvent) => void) | undefined;
  readonly readBytes: ReadBytes;
  readonly clock: Clock;
  readonly random: Random;
}

const MOST_AGENTS = 10_000;
/** Whatever takes more than a day is a slip. */
const milliseconds = z.number().int().min(1).max(86_400_000);
const positive = z.number().int().min(1);

const shape = z
  .strictObject({
    launcher: having<Launcher>('launch'),
    spec: checked<AgentSpec>(parseSpec),
    size: positive.max(MOST_AGENTS).optional(),
    min: z.number().int().min(0).max(MOST_AGENTS).optional(),
    max: positive.max(MOST_AGENTS).optional(),
    maxStarting: positive.default(() => availableParallelism()),
    reuse: z.enum(['reset', 'once']).default('reset'),
    acquireDeadlineMs: milliseconds.default(30_000),
    startDeadlineMs: milliseconds.default(60_000),
    resetDeadlineMs: milliseconds.default(5_000),
    leaseDeadlineMs: milliseconds.optional(),
    leakAfterMs: milliseconds.optional(),
    maxIdleMs: milliseconds.default(60_000),
    retire: z
      .strictObject({
        afterUses: positive.optional(),
        afterMs: milliseconds.optional(),
        aboveBytes: positive.optional(),
        jitter: z.number().min(0).max(1).default(DEFAULT_JITTER),
        readBytesEveryMs: milliseconds.default(10_000),
      })
      .prefault({}),
    probe: z
      .strictObject({
        bypassMs: z.number().int().min(0).max(86_400_000).default(500),
        everyMs: milliseconds.optional(),
        deadlineMs: milliseconds.default(1_000),
      })
      .optional(),
    maxWaiting: z.number().int().min(0).optional(),
    perTenant: z
      .strictObject({
        leased: positive.default(Infinity),
        waiting: z.number().int().min(0).default(Infinity),
      })
      .prefault({}),
    breakAfter: positive.default(5),
    beforePool: callable<(agent: Agent) => unknown>().optional(),
    afterAssign: callable<(agent: Agent) => unknown>().optional(),
    onEvent: callable<(event: PoolEvent) => void>().optional(),
    readBytes: callable<ReadBytes>().default(() => readTreeBytes),
    clock: having<Clock>('now').default(() => systemClock),
    random: callable<Random>().default(() => systemRandom),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string, message: string): void =>
      void issues.push({ code: 'custom', path: [path], message, input: value });
    const { size, min, max } = value;
    if (size === undefined && (min === undefined || max === undefined)) {
      refuse('size', 'must be given, or `min` and `max` instead');
    } else if (size !== undefined && (min !== undefined || max !== undefined)) {
      refuse('size', 'must not be given beside `min` or `max`');
    } else if (min !== undefined && max !== undefined && min > max) {
      refuse('min', `must not exceed \`max\`, which is ${max}`);
    }
  })
  .transform(({ size, min = size, max = size, ...others }) => ({
    ...others,
    // One of the two pairs is there, or the check above has refused.
    min: min!,
    max: max!,
  }));

/**
 * Checks options and fills in defaults; the result is frozen. Throws TypeError that lists every
 * problem by its field, with what was expected and what came.
 */
export function parseOptions(options: PoolOptions): ParsedOptions {
  return Object.freeze(checkOptions<ParsedOptions>(shape, options, 'pool'));
}
