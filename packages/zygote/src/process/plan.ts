/** What a zygote's process is told when it is started, and the descriptors it is given. */
export interface ZygotePlan {
  /** Paths of the modules to import, in this order. */
  readonly preload: readonly string[];
  readonly nativePath: string;
  /** What `process.execArgv` is in a child, as if it had been started by itself. */
  readonly execArgv: readonly string[];
  /** What `LD_PRELOAD` is in a child; the zygote's own has its shim in it. */
  readonly libraries?: string | undefined;
  /** To be done with importing, and with what the modules began. */
  readonly readyDeadlineMs: number;
  /** Who started it. With that process gone there is nobody to fork for. */
  readonly coordinatorPid: number;
}

/** Where requests for forks come in, each a message with its descriptors. */
export const REQUESTS_FD = 3;
/** Where the zygote says what has become of them, a line each. */
export const REPORTS_FD = 4;

/** What a child is to be. The coordinator says it, the child reads it. */
export interface ChildWords {
  readonly module: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** 128 random bits, for what would otherwise be the same in all children of one zygote. */
  readonly seed: readonly [number, number, number, number];
}
