import { availableParallelism } from 'node:os';
import {
  type Agent,
  type AgentSpec,
  type Clock,
  type Launcher,
  type Random,
  systemClock,
} from '@muster/agent-runtime';
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
const milliseconds = z.number().int().min(1).max(86_400_000);
const positive = z.number().int().min(1);

/** Checked only as far as a slip of the caller goes: what a launcher takes is for it to say. */
const having = <T>(member: string, kind: string): z.ZodType<T> =>
  z.custom<T>(
    (value) => typeof (value as Record<string, unknown> | null | undefined)?.[member] === kind,
    `must have \`${member}\`, a ${kind}`,
  );

const callable = <T>(): z.ZodType<T> =>
  z.custom<T>((value) => typeof value === 'function', 'must be a function');

const shape = z
  .strictObject({
    launcher: having<Launcher>('launch', 'function'),
    spec: z.custom<AgentSpec>(
      (value) =>
        typeof value === 'object' && value !== null && ('module' in value || 'command' in value),
      'must have `module` or `command`',
    ),
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
    clock: having<Clock>('now', 'function').default(() => systemClock),
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
  const parsed = shape.safeParse(options);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => {
    if (path.length === 0) return `\`options\`: ${message}`;
    // A wrong type is told with what came; a wrong value is not.
    const got = message.includes('received') ? '' : `, got ${show(valueAt(options, path))}`;
    return `\`${path.join('.')}\`: ${message}${got}`;
  });
  throw new TypeError(`pool options are wrong: ${problems.join('; ')}`);
}

function valueAt(options: object, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown>)[key],
    options,
  );
}

/** Objects are named only: a spec may hold an environment that is nobody's business. */
function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  const isPlain = value === null || value === undefined || typeof value === 'number';
  return isPlain || typeof value === 'boolean' ? `${value}` : typeof value;
}
