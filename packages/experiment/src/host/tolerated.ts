import { formatCount } from '@muster/analysis';
import { STRICT_HOST } from '../definition/design.ts';
import type { TrialLine } from '../journal/journal-lines.ts';
import type { Plan } from '../plan/plan.ts';
import { disturbancesOf } from './disturbance.ts';
import type { HostUse } from './host-use.ts';

/**
 * What the plan lets pass of what disturbed these trials, and whoever reads the result should know; one
 * sentence each.
 */
export function toleratedBy(
  { profile, host }: Pick<Plan, 'profile' | 'host'>,
  trials: readonly TrialLine[],
): readonly string[] {
  const uses = trials.map((trial) => trial.host.use);
  return [
    ...(profile === 'quick' && host.maxStealRatio === 1 && host.maxForeignRatio === 1
      ? othersIn(uses)
      : []),
    ...(host.mayThrottle ? throttlingIn(uses) : []),
  ];
}

function othersIn(uses: readonly HostUse[]): readonly string[] {
  const shares = uses
    .filter((use) => disturbancesOf(use, { ...STRICT_HOST, mayThrottle: true }).length > 0)
    .map(({ stealMs, foreignMs, totalMs }) => {
      const takenMs = (stealMs ?? 0) + (foreignMs ?? 0);
      return Math.min(1, takenMs / Math.max(1, totalMs ?? 0));
    });
  if (shares.length === 0) return [];
  const most = Math.round(100 * Math.max(...shares));
  return [
    `others took up to ${most} % of the machine during a trial; the quick profile does not drop blocks for it`,
  ];
}

function throttlingIn(uses: readonly HostUse[]): readonly string[] {
  const counts = uses.map(({ throttledPeriods }) => throttledPeriods ?? 0);
  const periods = counts.reduce((sum, count) => sum + count, 0);
  if (periods === 0) return [];
  const throttled = counts.filter((count) => count > 0).length;
  return [
    `a limit on processor time stopped ${throttled} of ${formatCount(uses.length, 'trial')}, in ${formatCount(periods, 'period')} in all`,
  ];
}
