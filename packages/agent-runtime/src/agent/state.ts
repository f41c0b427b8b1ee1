import type { AgentExit } from './agent.ts';

/** Where an agent is in its life. */
export type AgentState =
  | { readonly kind: 'requested' }
  | { readonly kind: 'spawned'; readonly pid: number }
  | { readonly kind: 'hello'; readonly pid: number }
  | { readonly kind: 'ready'; readonly pid: number }
  | { readonly kind: 'stopping'; readonly pid: number; readonly because: string }
  | { readonly kind: 'exited'; readonly exit: AgentExit };

export type AgentStateKind = AgentState['kind'];

/** Every legal move. What is not here cannot happen; an attempt is a bug of ours and throws. */
export const LEGAL_MOVES: Readonly<Record<AgentStateKind, readonly AgentStateKind[]>> = {
  requested: ['spawned'],
  spawned: ['hello', 'stopping', 'exited'],
  hello: ['ready', 'stopping', 'exited'],
  ready: ['stopping', 'exited'],
  stopping: ['exited'],
  exited: [],
};

/** The next state, if the move is legal. Throws otherwise. */
export function move(from: AgentState, to: AgentState): AgentState {
  if (!LEGAL_MOVES[from.kind].includes(to.kind)) {
    throw new Error(`an agent cannot go from ${from.kind} to ${to.kind}`);
  }
  return to;
}
