import { expect, test } from 'vitest';
import type { AgentExit } from '../src/agent/agent.ts';
import { type AgentState, type AgentStateKind, LEGAL_MOVES, move } from '../src/agent/state.ts';

const exit: AgentExit = {
  code: 0,
  signal: null,
  outOfMemory: false,
  because: undefined,
  cause: undefined,
  stderr: [],
};
const states: Readonly<Record<AgentStateKind, AgentState>> = {
  requested: { kind: 'requested' },
  spawned: { kind: 'spawned', pid: 1 },
  hello: { kind: 'hello', pid: 1 },
  ready: { kind: 'ready', pid: 1 },
  stopping: { kind: 'stopping', pid: 1, because: 'stop' },
  exited: { kind: 'exited', exit },
};
const kinds = Object.keys(states) as AgentStateKind[];
const pairs = kinds.flatMap((from) => kinds.map((to) => [from, to] as const));

const isLegal = ([from, to]: (typeof pairs)[number]): boolean => LEGAL_MOVES[from].includes(to);

test.each(pairs.filter(isLegal))('an agent can go from %s to %s', (from, to) => {
  expect(move(states[from], states[to])).toBe(states[to]);
});

test.each(pairs.filter((pair) => !isLegal(pair)))(
  'an agent cannot go from %s to %s',
  (from, to) => {
    expect(() => move(states[from], states[to])).toThrow(`cannot go from ${from} to ${to}`);
  },
);

test('every state can be reached, and from every one the end can', () => {
  const reachable = (from: AgentStateKind): Set<AgentStateKind> => {
    const seen = new Set<AgentStateKind>([from]);
    for (const kind of seen) for (const next of LEGAL_MOVES[kind]) seen.add(next);
    return seen;
  };

  expect([...reachable('requested')].toSorted()).toEqual(kinds.toSorted());
  for (const kind of kinds) expect(reachable(kind)).toContain('exited');
});

test('nothing leaves the end', () => {
  expect(LEGAL_MOVES.exited).toEqual([]);
});
