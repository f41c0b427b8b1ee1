import { describeStrategy, type Strategy } from '@muster/spawning';

/** A way to have many agents. Plain data, as it is handed to a process of its own. */
export type Contestant =
  | { readonly kind: 'program'; readonly program: Program }
  | { readonly kind: 'p-limit + execa'; readonly atOnce: number }
  | { readonly kind: 'ours'; readonly launcher: LauncherName; readonly strategy: Strategy };

/** What starts a process for each line of its input. */
export type Program = 'xargs -P' | 'GNU parallel';

export type LauncherName = 'exec' | 'zygote';

/** A contestant at work. */
export interface Starter {
  /** Starts so many agents. Resolves when the last is ready and all others are still alive. */
  start(count: number): Promise<Crowd>;
  close(): Promise<unknown>;
}

/** Agents that are all alive. */
export interface Crowd {
  end(): Promise<unknown>;
}

export function nameOf(contestant: Contestant): string {
  const { kind } = contestant;
  if (kind === 'program') return contestant.program;
  if (kind === 'p-limit + execa') return `p-limit(${contestant.atOnce}) + execa`;
  return `${contestant.launcher}, ${describeStrategy(contestant.strategy)}`;
}
