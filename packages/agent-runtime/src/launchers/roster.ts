import { checkAgentId, createTokens, type Identity } from './identity.ts';
import type { Lifecycle } from '../agent/lifecycle.ts';
import type { AgentStateKind } from '../agent/state.ts';
import {
  lookAt,
  markProcess,
  type ProcessMark,
  type ProcessSight,
} from '../process/process-mark.ts';

/** One agent of a launcher: what the launcher believes of it, and what the kernel shows. */
export interface AgentSighting {
  readonly id: string;
  readonly incarnation: number;
  readonly pid: number;
  /** What the launcher has seen of it. */
  readonly state: AgentStateKind;
  /** Its process, told from another that has got its pid by when it began. */
  readonly process: ProcessSight;
}

/** Which agents a launcher has: who holds which id, in which incarnation, and whose process lives. */
export interface Roster {
  /**
   * Takes an id (`agent-N` when none is wanted) for a new start, from this moment on. Throws
   * TypeError when the id is malformed, or held by an agent that is not on its way out.
   */
  claim(wanted: string | undefined): Identity;
  /** Notes the process that was started for a claim; when it has exited the id is free again. */
  enter(identity: Identity, pid: number, lifecycle: Lifecycle): void;
  /** Frees the id of a start that came to nothing. */
  release(identity: Identity): void;
  /** Whether no later start has taken this identity's id, and its process has not exited. */
  isCurrent(identity: Identity): boolean;
  /** Everything whose end has not been seen, replaced incarnations included. */
  lifecycles(): readonly Lifecycle[];
  /** The same, each looked for at this moment. */
  sightings(): readonly AgentSighting[];
}

interface Holder {
  readonly identity: Identity;
  readonly lifecycle?: Lifecycle;
}

/** An empty roster. Incarnations count up from 1 over all its ids. */
export function createRoster(): Roster {
  const holders = new Map<string, Holder>();
  const live = new Map<Lifecycle, { readonly identity: Identity; readonly mark: ProcessMark }>();
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
    enter: (identity, pid, lifecycle) => {
      if (isCurrent(identity)) holders.set(identity.id, { identity, lifecycle });
      live.set(lifecycle, { identity, mark: markProcess(pid) });
      void lifecycle.exited.then(() => {
        live.delete(lifecycle);
        release(identity);
      });
    },
    release,
    isCurrent,
    lifecycles: () => [...live.keys()],
    sightings: () =>
      [...live].map(([{ state }, { identity, mark }]) => ({
        id: identity.id,
        incarnation: identity.incarnation,
        pid: mark.pid,
        state: state.kind,
        process: lookAt(mark),
      })),
  };
}
