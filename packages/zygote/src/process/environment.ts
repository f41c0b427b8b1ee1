/** Changes a process's environment from what it is to what is wanted. */
export interface EnvironmentSwitch {
  /** Sets and removes what differs. `without` names variables not to set. */
  take(wanted: Readonly<Record<string, string>>, without: readonly string[]): void;
}

/**
 * Begins from a copy of the environment: to look a variable up in process.env takes as long as to set
 * it, and most are right already.
 */
export function createEnvironmentSwitch(): EnvironmentSwitch {
  const current = new Map(Object.entries(process.env));
  return {
    take: (wanted, without) => {
      for (const name of current.keys()) if (wanted[name] === undefined) delete process.env[name];
      for (const name in wanted) {
        const value = wanted[name]!;
        if (current.get(name) === value || without.includes(name)) continue;
        // TZ, among others, has an effect when it is set.
        process.env[name] = value;
      }
    },
  };
}
