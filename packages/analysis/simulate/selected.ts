import { atLeast } from '../src/index.ts';
import { type Cell, runsOfArms } from './cell.ts';
import { gaussians } from './chance.ts';
import { judgedCell } from './judged-cell.ts';

const ARMS = 6;
const BOUND = 2;
/** What makes the best of several flatter itself: with less noise there is less to pick from. */
const SD = 0.2;

/** The best of six arms that are all alike: selected on some blocks, confirmed on the others. */
export function bestOfArms(blocks: number, truthOver: number): Cell {
  const truth = BOUND * truthOver;
  const arms = Array.from({ length: ARMS }, (_, arm) => `arm ${arm}`);
  return judgedCell(
    {
      quantity: `best of ${ARMS} arms`,
      noise: `lognormal, sd ${SD}`,
      looks: [blocks],
      truthOver,
      truth,
      promised: 'exact',
    },
    { kind: 'selected', metric: 'value', arms, baseline: 'baseline', prefer: 'low' },
    atLeast(BOUND),
    (random) => {
      const durations = (typical: number): number[] =>
        gaussians(random, blocks, SD).map((log) => typical * Math.exp(log));
      return runsOfArms({
        baseline: durations(truth),
        ...Object.fromEntries(arms.map((arm) => [arm, durations(1)])),
      });
    },
  );
}
