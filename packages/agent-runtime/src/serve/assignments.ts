import type { Assignment } from '../protocol/frames.ts';

/** What assignments have changed of this process. */
export interface Assignments {
  /** Sets variables and directory. Throws the system's error, and changes nothing, for a wrong directory. */
  apply(assignment: Assignment): void;
  /** Puts back what was there before the first of them. */
  takeBack(): void;
}

/** A process that is still as it was started. */
export function createAssignments(): Assignments {
  const variables = new Map<string, string | undefined>();
  let directory: string | undefined;

  return {
    apply: ({ env = {}, cwd }) => {
      if (cwd !== undefined) {
        const before = process.cwd();
        process.chdir(cwd);
        directory ??= before;
      }
      for (const [name, value] of Object.entries(env)) {
        if (!variables.has(name)) variables.set(name, process.env[name]);
        process.env[name] = value;
      }
    },
    takeBack: () => {
      for (const [name, value] of variables) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      variables.clear();
      if (directory !== undefined) process.chdir(directory);
      directory = undefined;
    },
  };
}
