import { checkAgentId, createTokens, type Identity } from './identity.ts';
import type { Lifecycle } from '../agent/lifecycle.ts';

/** Which agents a launcher has: who holds which id, in which incarnation, and whose process lives. */
export interface Roster {
  /**
   * Takes an id (`agent-N` when none is wanted) for a new start, from this moment on. Throws
   * TypeError when the id is malformed, or held by an agent that is not on its way out.
   */
  claim(wanted: string | undefined): Identity;
  /** Notes the process that was started for a claim; when it has exited the id is free again. */
  enter(identity: Identity, lifecycle: Lifecycle): void;
  /** Frees the id of a start that came to nothing. */
  release(identity: Identity): void;
  /** Whether no later start has taken this identity's id, and its process has not exited. */
  isCurrent(identity: Identity): boolean;
  /** Everything that has a process, replaced incarnations included. */
  readonly live: ReadonlySet<Lifecycle>;
}

interface Holder {
  readonly identity: Identity;
  readonly lifecycle?: Lifecycle;
}

/** An empty roster. Incarnations count up from 1 over all its ids. */
export function createRoster(): Roster {
  const holders = new Map<string, Holder>();
  const live = new Set<Lifecycle>();
  const nextToken = createTokens();
  let incarnations = 0;

  const isCurrent: Roster['isCurrent'] = (identity) =>
    holders.get(identity.id)?.identity === identity;
  const release: Roster['release'] = (identity) => {
    if (isCurrent(identity)) holders.delete(identity.id);
  };

  return {
    claim: (wanted) => {
      let incarnation = incarnations + 1;
      // Somebody may have chosen "agent-7" as a name before the seventh start.
      while (wanted === undefined && holders.has(`agent-${incarnation}`)) incarnation++;
      const id = checkAgentId(wanted ?? `agent-${incarnation}`);
      const holder = holders.get(id);
      const kind = holder?.lifecycle?.state.kind ?? 'requested';
      if (holder !== undefined && kind !== 'stopping' && kind !== 'exited') {
        throw new TypeError(`\`id\` must not be in use: agent ${id} is ${kind}`);
      }
      incarnations = incarnation;
      const identity = { id, incarnation, token: nextToken() };
      holders.set(id, { identity });
      return identity;
    },
    enter: (identity, lifecycle) => {
      if (isCurrent(identity)) holders.set(identity.id, { identity, lifecycle });
      live.add(lifecycle);
      void lifecycle.exited.then(() => {
        live.delete(lifecycle);
        release(identity);
      });
    },
    release,
    isCurrent,
    live,
  };
}
