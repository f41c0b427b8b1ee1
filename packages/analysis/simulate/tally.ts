import type { Verdict } from '../src/index.ts';
import { type Cell, cellName } from './cell.ts';
import { createRandom } from './chance.ts';

/** What came of a cell's repetitions: shares are 0..1. */
export interface Tally {
  readonly repetitions: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** How often the verdict has a warning beside it. */
  readonly flagged: number;
  /** How often a verdict is given without one. */
  readonly unwarned: Readonly<Record<'met' | 'not met', number>>;
  /** How often the interval contains the truth. */
  readonly covered: number;
  /** The mean confidence that those intervals state. */
  readonly stated: number;
  readonly meanBlocks: number;
}

/** Judges a cell's data `repetitions` times. The same seed gives the same tally. */
export function tallyCell(cell: Cell, repetitions: number, seed: number): Tally {
  const random = createRandom(seed, cellName(cell));
  const verdicts = { met: 0, 'not met': 0, inconclusive: 0, invalid: 0 };
  const unwarned = { met: 0, 'not met': 0 };
  const sums = { flagged: 0, covered: 0, stated: 0, blocks: 0 };
  for (let turn = 0; turn < repetitions; turn += 1) {
    const outcome = cell.judgeOnce(random);
    const { verdict, flagged } = outcome;
    verdicts[verdict] += 1;
    if (!flagged && (verdict === 'met' || verdict === 'not met')) unwarned[verdict] += 1;
    sums.flagged += flagged ? 1 : 0;
    sums.covered += outcome.covered ? 1 : 0;
    sums.stated += outcome.stated;
    sums.blocks += outcome.blocks;
  }
  const share = (sum: number): number => sum / repetitions;
  return {
    repetitions,
    verdicts: {
      met: share(verdicts.met),
      'not met': share(verdicts['not met']),
      inconclusive: share(verdicts.inconclusive),
      invalid: share(verdicts.invalid),
    },
    flagged: share(sums.flagged),
    unwarned: { met: share(unwarned.met), 'not met': share(unwarned['not met']) },
    covered: share(sums.covered),
    stated: share(sums.stated),
    meanBlocks: share(sums.blocks),
  };
}
