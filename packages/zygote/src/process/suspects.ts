import { takeStock, whyNotForkable } from './stock.ts';

/** What the loop of this process still waits for, each kind once. */
export function resources(): readonly string[] {
  return [...new Set(process.getActiveResourcesInfo())];
}

/** Keeps watch over modules while they are imported, to name the one that left what cannot be forked. */
export interface Suspects {
  readonly begins: (path: string) => void;
  readonly ends: (path: string) => void;
  /** The module that is being imported. */
  readonly importing: string | undefined;
  /** The first after which something was under way; where none was yet, the last. */
  readonly ofResources: string | undefined;
  /**
   * The first after which a descriptor was open or a thread ran that had not been there before; else
   * the last.
   */
  readonly ofStock: string | undefined;
  /** What is there now that cannot be forked, in words. */
  problem(): string | undefined;
}

/** Begins with a stock of what the process has before anything is imported. */
export function createSuspects(): Suspects {
  const before = takeStock();
  let importing: string | undefined;
  let last: string | undefined;
  let ofResources: string | undefined;
  let ofStock: string | undefined;
  const problem = (): string | undefined => whyNotForkable(before, takeStock());
  return {
    begins: (path) => {
      importing = path;
    },
    ends: (path) => {
      importing = undefined;
      last = path;
      if (resources().length > 0) ofResources ??= path;
      if (problem() !== undefined) ofStock ??= path;
    },
    problem,
    get importing() {
      return importing;
    },
    get ofResources() {
      return ofResources ?? ofStock ?? last;
    },
    get ofStock() {
      return ofStock ?? last;
    },
  };
}
