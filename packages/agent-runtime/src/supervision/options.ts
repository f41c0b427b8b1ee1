import { z } from 'zod';
import { callable, checked, checkOptions, having } from '../check-options.ts';
import { type Clock, systemClock } from '../clock.ts';
import { checkAgentId } from '../launchers/identity.ts';
import type { LaunchOptions, Launcher } from '../launchers/launcher.ts';
import { type AgentSpec, parseSpec } from '../launchers/spec.ts';
import { type Random, systemRandom } from '../random.ts';
import type { Backoff } from './backoff.ts';
import { canBeExceeded, type Intensity } from './intensity.ts';
import type { Restart } from './restart.ts';
import type { Strategy } from './strategy.ts';
import type { SupervisorEvent } from './supervisor.ts';

/** One agent to keep alive. */
export interface ChildSpec extends Pick<LaunchOptions, 'onMessage' | 'onOutput'> {
  /** Also the id of its agents. */
  readonly id: string;
  /** How to start its agent. */
  readonly spec: AgentSpec;
  /** When it is started again. @default 'permanent' */
  readonly restart?: Restart | undefined;
  /**
   * Milliseconds it gets to leave when it is stopped, and again after SIGTERM; then its group is
   * killed. 0 to 3600000. @default 5000
   */
  readonly stopGraceMs?: number | undefined;
}

export interface SupervisorOptions {
  /** What starts the agents. It is not the supervisor's: close the supervisor first. */
  readonly launcher: Launcher;
  /** Started in this order, each when the one before is ready, and stopped in the reverse order. */
  readonly children: readonly ChildSpec[];
  /** Who is started again with a child that died. @default 'one_for_one' */
  readonly strategy?: Strategy | undefined;
  /** How many restarts, of all children together, are too many. @default 1 within 5000 ms, as in OTP */
  readonly intensity?: Intensity | undefined;
  /** The pause before a restart; each death of the same child within `intensity.withinMs` doubles it. */
  readonly backoff?: Backoff | undefined;
  /** Hears what happens, each event in a turn of its own. */
  readonly onEvent?: ((event: SupervisorEvent) => void) | undefined;
  /** Aborting closes the supervisor, also while it starts its children. */
  readonly signal?: AbortSignal | undefined;
  /** @default the process's monotonic clock */
  readonly clock?: Clock | undefined;
  /** Draws the jitter of the pauses. @default Math.random */
  readonly random?: Random | undefined;
}

/** A child's spec with its defaults filled in. */
export type ParsedChild = Pick<ChildSpec, 'id' | 'spec'> & {
  readonly restart: Restart;
  readonly stopGraceMs: number;
  readonly hooks: Pick<LaunchOptions, 'onMessage' | 'onOutput'>;
};

/** Options with their defaults filled in. */
export interface ParsedOptions {
  readonly launcher: Launcher;
  readonly children: readonly ParsedChild[];
  readonly strategy: Strategy;
  readonly intensity: Intensity;
  readonly backoff: Backoff;
  readonly onEvent?: ((event: SupervisorEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

const milliseconds = z.number().min(1).max(3_600_000);
const listener = <T>(): z.ZodType<T | undefined> => callable<T>().optional();

const child = z
  .strictObject({
    id: checked<string>(checkAgentId),
    spec: checked<AgentSpec>(parseSpec),
    restart: z.enum(['permanent', 'transient', 'temporary']).default('permanent'),
    stopGraceMs: z.number().min(0).max(3_600_000).default(5_000),
    onMessage: listener<NonNullable<LaunchOptions['onMessage']>>(),
    onOutput: listener<NonNullable<LaunchOptions['onOutput']>>(),
  })
  .transform(({ onMessage, onOutput, ...rest }): ParsedChild => {
    const hooks = { ...(onMessage && { onMessage }), ...(onOutput && { onOutput }) };
    return { ...rest, hooks };
  });

const shape = z
  .strictObject({
    launcher: having<Launcher>('launch'),
    children: z
      .array(child)
      .min(1)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'ids must differ'),
    strategy: z.enum(['one_for_one', 'one_for_all', 'rest_for_one']).default('one_for_one'),
    intensity: z
      .strictObject({
        maxRestarts: z.custom<number>(
          (value) => value === Infinity || (Number.isInteger(value) && Number(value) >= 0),
          'must be a whole number, 0 or more, or Infinity',
        ),
        withinMs: milliseconds,
      })
      .default({ maxRestarts: 1, withinMs: 5_000 }),
    backoff: z
      .strictObject({ firstMs: milliseconds, longestMs: milliseconds })
      .refine(({ firstMs, longestMs }) => longestMs >= firstMs, {
        path: ['longestMs'],
        message: 'must not be less than `firstMs`',
      })
      .default({ firstMs: 50, longestMs: 5_000 }),
    onEvent: listener<(event: SupervisorEvent) => void>(),
    signal: z.instanceof(AbortSignal).optional(),
    clock: having<Clock>('now').default(systemClock),
    random: callable<Random>().default(() => systemRandom),
  })
  .refine(
    ({ intensity, backoff }) =>
      intensity.maxRestarts === Infinity || canBeExceeded(intensity, backoff),
    {
      path: ['intensity'],
      message:
        'can never be exceeded: the pauses of `backoff` are too long for so many restarts in that time. Shorten them, widen `withinMs`, or say `maxRestarts: Infinity`',
    },
  );

/** Checks options and fills in defaults. Throws TypeError that lists every problem by its field. */
export function parseOptions(options: SupervisorOptions): ParsedOptions {
  return checkOptions<ParsedOptions>(shape, options, 'supervisor');
}
