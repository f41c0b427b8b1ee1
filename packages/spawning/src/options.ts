import type { Backoff, Clock, findShortages, Launcher, Random } from '@muster/agent-runtime';
import type { SpawnEvent } from './events.ts';
import type { LoadLimits } from './load/gate.ts';
import type { ToldNeed } from './load/need-meter.ts';
import type { ReadLoad } from './load/reading.ts';
import type { Strategy } from './strategies/strategy.ts';

export interface RetryOptions {
  /** How often one agent is tried, the first time included. @default 3 */
  readonly tries?: number | undefined;
  /** The pause before it is tried again, doubled by each failure, up to half of it left to chance. */
  readonly backoff?: Backoff | undefined;
  /** Tries after the first, of all agents of a burst together, as a share of the agents. @default 0.1 */
  readonly budgetShare?: number | undefined;
  /** But no fewer. @default 10 */
  readonly leastBudget?: number | undefined;
}

/** A start that takes so much longer than others is ended and tried again. */
export interface StragglerOptions {
  /** How many times the median of the starts before it. @default 20 */
  readonly timesMedian?: number | undefined;
  /** But no less. @default 10000 */
  readonly atLeastMs?: number | undefined;
}

/** The load that a burst may put on its host. */
export interface LoadOptions extends Partial<LoadLimits> {
  /** How often the host is looked at. @default 100 */
  readonly lookEveryMs?: number | undefined;
  /** For so long no start may succeed, because the host has no room, before those who wait fail. @default 30000 */
  readonly patienceMs?: number | undefined;
}

export interface SpawnerOptions {
  /** What starts the agents. Closing it ends them. Whatever is aborted there must settle: a burst waits for it. */
  readonly launcher: Launcher;
  /** How many starts may be underway at once. @default adaptive */
  readonly strategy?: Strategy | undefined;
  readonly retry?: RetryOptions | undefined;
  readonly stragglers?: StragglerOptions | undefined;
  readonly load?: LoadOptions | undefined;
  /**
   * What becomes of a burst that would run into a limit on descriptors or processes with all its agents
   * alive together: it is refused before the first start, or cut to as many as fit. What only shows
   * when the first agent has been measured cuts it in either case. @default 'refuse'
   */
  readonly whenShort?: 'refuse' | 'cut' | undefined;
  /** What one agent takes, where that is known; else it is measured on the first that are ready. */
  readonly need?: ToldNeed | undefined;
  /** Hears what happens, as it happens. What it throws is its own affair. */
  readonly onEvent?: ((event: SpawnEvent) => void) | undefined;
  /** How the load of the host is read. @default from /proc */
  readonly readLoad?: ReadLoad | undefined;
  /** Which limits of the host so many more agents would run into. @default those of this host */
  readonly findShortages?: typeof findShortages | undefined;
  /** @default the process's monotonic clock */
  readonly clock?: Clock | undefined;
  /** Draws the jitter of pauses. @default Math.random */
  readonly random?: Random | undefined;
}
