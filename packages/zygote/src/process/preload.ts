import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { type Environment, setDeferral } from '@muster/agent-runtime/deferral';

/** Serves the agent that an environment names. */
export type Start = (environment: Environment) => void;

/** What the modules left when they were imported. */
export interface Preloaded {
  /** What begins an agent, by the path of the module that serves it. */
  readonly agents: ReadonlyMap<string, readonly Start[]>;
  /** Serves a made-up coordinator once, so that all its code is compiled before the first fork. */
  readonly rehearsals: readonly Start[];
}

/**
 * Imports modules one after another. `onModule` hears which is next, `onImported` when it is there.
 * Rejects with an Error that says what a module threw.
 */
export async function preloadAll(
  paths: readonly string[],
  onModule: (path: string) => void,
  onImported: (path: string) => void,
): Promise<Preloaded> {
  const agents = new Map<string, Start[]>();
  const rehearsals: Start[] = [];
  for (const path of paths) {
    onModule(path);
    setDeferral({
      register: (start) => {
        agents.set(path, [...(agents.get(path) ?? []), start]);
      },
      rehearse: (rehearsal) => {
        rehearsals.push(rehearsal);
      },
    });
    try {
      await import(pathToFileURL(path).href);
    } catch (error) {
      throw new Error(`could not be imported: ${inspect(error)}`, { cause: error });
    }
    onImported(path);
  }
  setDeferral(undefined);
  return { agents, rehearsals };
}
