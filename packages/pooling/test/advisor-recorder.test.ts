import type { AgentExit } from '@muster/agent-runtime';
import { createUseRecorder, type Use } from '@muster/pooling/advisor';
import { expect, test } from 'vitest';

const exit: AgentExit = {
  code: 1,
  signal: null,
  outOfMemory: null,
  because: undefined,
  cause: undefined,
  stderr: [],
};

/** A recorder in a time that the test moves. */
function createRecorder(): {
  readonly uses: () => readonly Use[];
  leased(atMs: number, agentId: string, waitedMs: number): void;
  released(atMs: number, agentId: string, usedMs: number): void;
  died(agentId: string): void;
} {
  let nowMs = 0;
  const { onEvent, uses } = createUseRecorder({ now: () => nowMs });
  return {
    uses,
    leased: (atMs: number, agentId: string, waitedMs: number) => {
      nowMs = atMs;
      onEvent({ kind: 'leased', agentId, hit: waitedMs === 0, waitedMs, tenant: undefined });
    },
    released: (atMs: number, agentId: string, usedMs: number) => {
      nowMs = atMs;
      onEvent({ kind: 'released', agentId, usedMs, tenant: undefined });
    },
    died: (agentId: string) => onEvent({ kind: 'died', agentId, exit }),
  };
}

test('a use is asked for when its acquire was called, and busy from its lease on', () => {
  const recorder = createRecorder();
  recorder.leased(130, 'b', 40);
  recorder.leased(135, 'a', 0);
  recorder.released(150, 'b', 20);
  recorder.released(160, 'a', 25);
  recorder.leased(170, 'a', 0);

  expect(recorder.uses()).toEqual([
    { atMs: 90, busyMs: 20 },
    { atMs: 135, busyMs: 25 },
  ]);
});

test('an agent is busy until somebody who waits has it, elsewhere for as long as is usual', () => {
  const recorder = createRecorder();
  recorder.leased(0, 'a', 0);
  recorder.released(100, 'a', 100);
  recorder.leased(103, 'a', 50);
  recorder.released(110, 'a', 7);
  recorder.leased(200, 'a', 0);
  recorder.released(300, 'a', 100);

  expect(recorder.uses()).toEqual([
    { atMs: 0, busyMs: 103 },
    { atMs: 53, busyMs: 10 },
    { atMs: 200, busyMs: 103 },
  ]);
});

test('a lease whose agent died is no use', () => {
  const recorder = createRecorder();
  recorder.leased(100, 'a', 0);
  recorder.died('a');
  recorder.released(160, 'a', 60);
  expect(recorder.uses()).toEqual([]);
});
