import type { ForkedProcess } from './forked-process.ts';

export interface ForkOptions {
  /** The path of the module to run: as it was preloaded, or else as the program's main module. */
  readonly module: string;
  /** Words after it. @default none */
  readonly args?: readonly string[];
  /** The child's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** @default the coordinator's working directory */
  readonly cwd?: string | undefined;
  /** @default 'ignore' */
  readonly stdin?: 'pipe' | 'ignore';
  /** Gives the child a stream of its own as descriptor 3. @default false */
  readonly channel?: boolean;
}

/** How a zygote ended, in words: "killed by SIGKILL". */
export type ZygoteEnd = string;

export interface ZygoteStats {
  /** Children it has forked. */
  readonly forks: number;
  /** Children that have not ended. */
  readonly live: number;
  /** Requests it has not answered yet. */
  readonly waiting: number;
}

/** A warm process that forks copies of itself. */
export interface Zygote extends AsyncDisposable {
  readonly pid: number;
  /**
   * Forks a child. Rejects with `ZygoteGoneError` when the zygote ends first, hangs, or has been
   * retired, and then there is no child; with the system's error (ENOENT for `cwd`, EAGAIN, EMFILE…)
   * when there can be none; with RangeError when the words are too long to be sent.
   */
  fork(options: ForkOptions): Promise<ForkedProcess>;
  /** Settles, and never rejects, when it has ended. Its children may go on. */
  readonly ended: Promise<ZygoteEnd>;
  stats(): ZygoteStats;
  /** Takes no more requests. It ends after its last child. */
  retire(): void;
  /** Ends it and, after half a second's grace, its children with their groups. */
  close(): Promise<void>;
}
