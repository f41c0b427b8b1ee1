import type { Bound, Quantity, Runs } from '../src/index.ts';
import type { Cell } from './cell.ts';
import type { Random } from './chance.ts';
import { outcomeOf } from './outcome.ts';

/** One-sided confidence of the verdicts. */
const CONFIDENCE = 0.95;
const METRICS = {
  value: { unit: 'ms' },
  successes: { unit: 'count' },
  attempts: { unit: 'count' },
};

/** A cell whose data are judged as those of an experiment with one criterion are. */
export function judgedCell(
  told: Omit<Cell, 'judgeOnce'>,
  quantity: Quantity,
  bound: Bound,
  draw: (random: Random) => Runs,
): Cell {
  const why = { statement: told.quantity, because: 'its truth is known' };
  const definition = {
    metrics: METRICS,
    criteria: [{ id: 'claim', ...why, quantity, bound }],
    shown: [],
    design: { confidence: CONFIDENCE, looks: told.looks },
  };
  return { ...told, judgeOnce: (random) => outcomeOf(definition, told.truth, draw(random)) };
}
