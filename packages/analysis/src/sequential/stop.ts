import type { CriterionJudgement, Stop } from '../judgement.ts';
import type { Runs } from '../runs.ts';
import { chanceOfVerdict } from './futility.ts';
import type { JudgePlan } from './look-at.ts';

/** A criterion with a smaller chance than this of a verdict at the last look is not waited for. */
const LEAST_CHANCE = 0.1;

/**
 * Whether to stop at an early look, given what the criteria are judged to be at it. A criterion that is
 * invalid stays so: no further block mends one that is there. To stop because of futility leaves
 * verdicts inconclusive that are so already, and can therefore not make any of them wrong.
 */
export function stopAt(
  runs: Runs,
  plan: JudgePlan,
  judged: readonly CriterionJudgement[],
): Stop | null {
  const told = `after ${runs.blocks.length} of ${runs.plannedBlocks} blocks`;
  const open = judged.filter(({ verdict }) => verdict === 'inconclusive');
  if (open.length === 0) {
    const because = judged.every(({ verdict }) => verdict === 'invalid')
      ? `${told} every criterion is invalid, which no further block mends`
      : `${told} no criterion is left without a verdict`;
    return { why: 'settled', because };
  }
  const hopeful = open.some((judgement) => chanceOfVerdict(judgement, runs, plan) >= LEAST_CHANCE);
  if (hopeful) return null;
  const names = [...new Set(open.map(({ id }) => id))].join(', ');
  return {
    why: 'futile',
    because: `${told} a verdict on ${names} is less than ${LEAST_CHANCE * 100} % likely at the last look`,
  };
}
