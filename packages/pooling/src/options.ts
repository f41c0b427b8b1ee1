import { availableParallelism } from 'node:os';
import { type AgentSpec, type Clock, type Launcher, systemClock } from '@muster/agent-runtime';
import { z } from 'zod';

const milliseconds = z.number().int().min(1).max(3_600_000);

/** Checked only as far as a slip of the caller goes: what a launcher takes is for it to say. */
const having = <T>(member: string, kind: string): z.ZodType<T> =>
  z.custom<T>(
    (value) => typeof (value as Record<string, unknown> | null | undefined)?.[member] === kind,
    `must have \`${member}\`, a ${kind}`,
  );

const shape = z.strictObject({
  launcher: having<Launcher>('launch', 'function'),
  spec: z.custom<AgentSpec>(
    (value) =>
      typeof value === 'object' && value !== null && ('module' in value || 'command' in value),
    'must have `module` or `command`',
  ),
  clock: having<Clock>('now', 'function').default(() => systemClock),
  size: z.number().int().min(1).max(10_000),
  maxStarting: z
    .number()
    .int()
    .min(1)
    .default(() => availableParallelism()),
  reuse: z.enum(['reset', 'once']).default('reset'),
  acquireDeadlineMs: milliseconds.default(30_000),
  resetDeadlineMs: milliseconds.default(5_000),
});

export interface PoolOptions {
  /** What starts the agents. The pool does not own it: close the pool first, then the launcher. */
  readonly launcher: Launcher;
  /** How to start each agent. */
  readonly spec: AgentSpec;
  /** How many agents the pool keeps, idle, leased or starting. Minimum 1. */
  readonly size: number;
  /** How many agents may be starting at once. Minimum 1. @default the number of cores */
  readonly maxStarting?: number;
  /**
   * What becomes of an agent after its lease: `reset` asks it to forget and hands it out again,
   * `once` stops it and starts another. @default 'reset'
   */
  readonly reuse?: 'reset' | 'once';
  /** The longest an acquire waits, from the call, when it names no deadline itself. @default 30000 */
  readonly acquireDeadlineMs?: number;
  /** How long an agent may take to reset before it is replaced. @default 5000 */
  readonly resetDeadlineMs?: number;
  /** @default the process's monotonic clock */
  readonly clock?: Clock;
}

export type ParsedOptions = Required<PoolOptions>;

/**
 * Checks options and fills in defaults; the result is frozen. Throws TypeError that lists every
 * problem by its field, with what was expected and what came.
 */
export function parseOptions(options: PoolOptions): ParsedOptions {
  const parsed = shape.safeParse(options);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map(({ path: [field], message }) => {
    if (field === undefined) return `\`options\`: ${message}`;
    // A wrong type is told with what came; a wrong value is not.
    const got = message.includes('received') ? '' : `, got ${show(Reflect.get(options, field))}`;
    return `\`${String(field)}\`: ${message}${got}`;
  });
  throw new TypeError(`pool options are wrong: ${problems.join('; ')}`);
}

/** Objects are named only: a spec may hold an environment that is nobody's business. */
function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  const isPlain = value === null || value === undefined || typeof value === 'number';
  return isPlain || typeof value === 'boolean' ? `${value}` : typeof value;
}
