import type { Clock } from '@muster/agent-runtime';
import type { BurstProgress } from '../spawner.ts';
import { type Job, reportOf } from './job.ts';
import { type BurstSummary, countOutcomes, type Outcome } from './summary.ts';

/** The account of a burst: what became of whom, and when. */
export interface Ledger {
  readonly ready: number;
  readonly failed: number;
  readonly settled: number;
  /** Notes what became of an agent. The first word counts. */
  readonly settle: (job: Job, outcome: Outcome, error?: unknown) => void;
  readonly progress: () => BurstProgress;
  /** Throws while somebody is not settled. */
  summarize(halted: string | undefined, heldMs: number): BurstSummary;
}

/** Opens the account of a burst. `onSettled` hears once, when all are settled. */
export function createLedger(
  jobs: readonly Job[],
  begunAtMs: number,
  clock: Clock,
  onSettled: () => void,
): Ledger {
  let [ready, failed, settled] = [0, 0, 0];
  let lastReadyMs: number | undefined;

  return {
    get ready() {
      return ready;
    },
    get failed() {
      return failed;
    },
    get settled() {
      return settled;
    },
    settle: (job, outcome, error) => {
      if (job.outcome !== undefined) return;
      job.outcome = outcome;
      job.error = error;
      settled++;
      if (outcome === 'failed') failed++;
      if (outcome === 'ready') {
        ready++;
        lastReadyMs = clock.now() - begunAtMs;
      }
      if (settled === jobs.length) onSettled();
    },
    progress: () => {
      const perAgentMs = (clock.now() - begunAtMs) / ready;
      return {
        wanted: jobs.length,
        settled,
        ready,
        failed,
        underway: jobs.filter(({ starting }) => starting !== undefined).length,
        leftMs: ready === 0 ? undefined : (jobs.length - settled) * perAgentMs,
      };
    },
    summarize: (halted, heldMs) => {
      const reports = jobs.map(reportOf);
      return {
        jobs: reports,
        counts: countOutcomes(reports.map(({ outcome }) => outcome)),
        tries: reports.reduce((sum, { tries }) => sum + tries.length, 0),
        lastReadyMs,
        elapsedMs: clock.now() - begunAtMs,
        halted,
        heldMs,
      };
    },
  };
}
