import { atLeast, judgeBound } from '../src/index.ts';
import { confirmSelected } from '../src/selection/confirm.ts';
import { selectArm } from '../src/selection/select.ts';
import { splitBlocks } from '../src/selection/split-blocks.ts';
import type { Cell } from './cell.ts';
import { gaussians, type Random } from './chance.ts';
import { covers, type Outcome, SHOWN } from './outcome.ts';

const ARMS = 6;
const BOUND = 2;
/** What makes the best of several flatter itself: with less noise there is less to pick from. */
const SD = 0.2;
/** Two-sided, of the interval that a verdict is read off. */
const CONFIDENCE = 0.9;

/** The best of six arms that are all alike: selected on some blocks, confirmed on the others. */
export function bestOfArms(blocks: number, truthOver: number): Cell {
  const truth = BOUND * truthOver;
  return {
    quantity: `best of ${ARMS} arms`,
    noise: `lognormal, sd ${SD}`,
    looks: [blocks],
    truthOver,
    truth,
    promised: 'exact',
    judgeOnce: (random) => judgeSelected(random, blocks, truth),
  };
}

function judgeSelected(random: Random, n: number, truth: number): Outcome {
  const durations = (typical: number): number[] =>
    gaussians(random, n, SD).map((log) => typical * Math.exp(log));
  const baseline = durations(truth);
  const candidates = Object.fromEntries(
    Array.from({ length: ARMS }, (_, arm) => [`arm ${arm}`, durations(1)]),
  );
  const { select } = splitBlocks(n, CONFIDENCE);
  const { chosen } = selectArm({ candidates, prefer: 'low', blocks: select });
  const values = candidates[chosen] ?? [];
  const confirmed = { chosen: values, baseline, prefer: 'low', blocks: select } as const;
  const judged = confirmSelected({ ...confirmed, confidence: CONFIDENCE });
  const shown = confirmSelected({ ...confirmed, confidence: SHOWN });
  const { verdict } = judgeBound(judged, atLeast(BOUND), { unit: 'x', median: null });
  return {
    verdict,
    flagged: judged.warnings.length > 0,
    covered: covers(shown, truth),
    stated: shown.confidence,
    blocks: n,
  };
}
