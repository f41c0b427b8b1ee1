import { formatP } from '../format.ts';
import { effectiveSampleSize, ljungBox } from './autocorrelation.ts';
import { midRanks } from './ranks.ts';
import { mannKendall } from './trend.ts';
import { rankVonNeumann } from './von-neumann.ts';

/** Something about the order of blocks that independent values would hardly show. */
export interface ScreenFinding {
  /**
   * `autocorrelated`: neighbours are alike. `trending`: values move one way. `patterned`: values
   * depend on those before them in some other way, such as by turns.
   */
  readonly kind: 'autocorrelated' | 'trending' | 'patterned';
  /** How often independent values would show as much. */
  readonly p: number;
  readonly because: string;
  /** Whether a verdict must hold for the `stretched` interval too; otherwise it is a warning only. */
  readonly downgrades: boolean;
}

/** With fewer blocks no order is remarkable enough. */
const FEWEST_BLOCKS = 6;
/**
 * Unusually mild: the level at which autoregressions of 0.5 and 0.9 leave no more false verdicts than
 * there may be from 20 blocks on. It costs independent values that 1 in 8 must lie farther from the bound.
 */
const ALIKE = 0.125;
const REMARKABLE = 0.01;

/** The share of independent samples, of enough blocks, that some screen doubts. */
export const FALSE_ALARMS: number = ALIKE + REMARKABLE;

const MOST_LAGS = 5;

/**
 * What is wrong with values, a block each in the order they were run, as independent ones. Give it
 * what is judged: paired ratios have lost the drift that both arms share. `among` is how many series
 * are screened for one claim, as the arms of an extreme are; each is then screened at its share of
 * the level. Everything goes by ranks, so that wild values neither raise nor hide a finding; infinite
 * values are allowed.
 *
 * No screen finds dependence in few blocks: it leaves 11 and 20 of 100 verdicts on the bound false at 6
 * blocks with autoregressions of 0.5 and 0.9 (15 and 35 without it), 10 and 11 at 10, 5 and 4 at 20,
 * where 5 may be. The most powerful test there is does no better unless it doubts more independent
 * blocks. So a verdict of fewer than 20 must be clear whatever is found.
 */
export function screenBlocks(values: readonly number[], among = 1): readonly ScreenFinding[] {
  if (!Number.isSafeInteger(among) || among < 1) {
    throw new TypeError(`\`among\` must be a positive integer, got ${among}`);
  }
  const ranks = midRanks(values);
  const n = ranks.length;
  // Values that are all the same have no order.
  if (n < FEWEST_BLOCKS || ranks.every((rank) => rank === ranks[0])) return [];
  const findings: ScreenFinding[] = [];
  const alike = rankVonNeumann(ranks);
  if (alike.p < ALIKE / among) {
    const worth = Math.max(1, Math.round(effectiveSampleSize(ranks)));
    const told = worth < n ? `; ${n} of them may tell no more than ${worth} would` : '';
    findings.push({
      kind: 'autocorrelated',
      p: alike.p,
      because: `neighbouring blocks are more alike than independent ones (von Neumann's ratio of ranks ${alike.statistic.toFixed(2)}, ${formatP(alike.p)})${told}`,
      downgrades: true,
    });
  }
  const trend = mannKendall(ranks);
  if (trend.p < REMARKABLE / among) {
    findings.push({
      kind: 'trending',
      p: trend.p,
      because: `values ${trend.statistic > 0 ? 'rise' : 'fall'} from block to block (Mann-Kendall, ${formatP(trend.p)}): their typical value is that of this run, not one they keep`,
      downgrades: true,
    });
  }
  const pattern = ljungBox(ranks, Math.min(MOST_LAGS, Math.max(1, Math.floor(n / 4))));
  if (findings.length === 0 && pattern.p < REMARKABLE / among) {
    findings.push({
      kind: 'patterned',
      p: pattern.p,
      because: `blocks depend on those before them (Ljung-Box of ranks, ${formatP(pattern.p)}), though not by being like them`,
      downgrades: false,
    });
  }
  return findings;
}
