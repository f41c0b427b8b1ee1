/**
 * For modules that are preloaded and hold something a fork cannot copy. Register while the module is
 * imported; outside of a zygote registering does nothing, so a module may always do it.
 */
export interface ForkHooks {
  /**
   * Runs in the zygote, once, before its first fork: close what cannot be shared. It may take its
   * time; one that rejects is the module's failure.
   */
  readonly beforeFork?: () => unknown;
  /** Runs in each child before its agent begins: open it anew. It must not wait for anything. */
  readonly afterFork?: () => void;
}

// Under a name, not in this module: the zygote's copy of this package and a module's may be two.
const KEY = Symbol.for('@muster/zygote/hooks');
const shared = globalThis as { [KEY]?: ForkHooks[] };

/** Registers hooks; they run in the order they were registered in. */
export function onFork(hooks: ForkHooks): void {
  shared[KEY]?.push(hooks);
}

/** Begins to collect hooks. For the zygote's own use. */
export function collectHooks(): readonly ForkHooks[] {
  return (shared[KEY] ??= []);
}
