import type { HostUse } from '../../src/host/host-use.ts';
import type { JournalHeader, TrialLine } from '../../src/journal/journal-lines.ts';
import { fingerprintOf } from '../../src/machine/machine.ts';
import { digestOfData, sha256 } from '../../src/files/digest.ts';

/** A complete header of an invented run. */
export function header(more: Partial<JournalHeader> = {}): JournalHeader {
  const code = { '@muster/pooling': sha256('pooling'), experiment: sha256('experiment') };
  return {
    kind: 'header',
    schemaVersion: 3,
    experiment: 'agent-pool',
    plan: {
      experiment: 'agent-pool',
      profile: 'quick',
      sizes: { agents: 10 },
      arms: ['cold', 'pool'],
      launchers: null,
      blocks: 6,
      looks: [6],
      spareBlocks: 2,
      host: { maxStealRatio: 0.05, maxForeignRatio: 0.25, mayThrottle: false },
      warmupBlocks: 0,
      seed: 7,
      trialDeadlineMs: 1_000,
      abortGraceMs: 100,
      confidence: 0.95,
      parts: { criteria: sha256('criteria'), design: sha256('design') },
      planHash: sha256('plan'),
    },
    provenance: {
      commit: null,
      dirty: null,
      origin: 'src',
      codeDigest: digestOfData(code),
      code,
    },
    machine: fingerprintOf({
      platform: 'linux',
      arch: 'x64',
      cpuModel: 'An example',
      cores: 2,
      memoryGiB: 16,
      kernel: '6.1.0',
      node: 'v26.10.0',
      machine: sha256('machine'),
    }),
    startedAt: '2026-01-01T00:00:00.000Z',
    trials: 12,
    ...more,
  };
}

/** A second of two processors in which nobody disturbed. */
export const quiet: HostUse = {
  totalMs: 2_000,
  stealMs: 0,
  foreignMs: 20,
  ownMs: 900,
  idleMs: 1_080,
  throttledPeriods: 0,
};

/** An invented trial that went well; its text is not plain ASCII, as texts of agents may be. */
export function trialLine(index: number, more: Partial<TrialLine> = {}): TrialLine {
  const block = Math.floor(index / 2);
  return {
    kind: 'trial',
    index,
    block,
    position: index % 2,
    arm: index % 2 === 0 ? 'cold' : 'pool',
    warmup: false,
    outcome: 'ok',
    because: null,
    startedAt: '2026-01-01T00:00:01.000Z',
    durationMs: 12.5,
    observations: { readyMs: [index % 2 === 0 ? 30 : 10] },
    lateObservations: 0,
    host: { before: { note: 'größe ≥ 2×' }, after: null, use: quiet },
    ...more,
  };
}
