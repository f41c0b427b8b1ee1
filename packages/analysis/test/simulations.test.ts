import { describe, expect, test } from 'vitest';
import { type Cell, cellName } from '../simulate/cell.ts';
import { CELLS } from '../simulate/cells.ts';
import { demandsOf } from '../simulate/demands.ts';
import { NOISES } from '../simulate/noise.ts';
import { tallyCell } from '../simulate/tally.ts';

const SEED = 4;
const REPETITIONS = 800;
const FEW = 200;

const named = (cells: readonly Cell[]) => cells.map((cell) => [cellName(cell), cell] as const);
/** Of each kind of noise the worst is enough; `pnpm simulate` asks all. */
const MILDER: ReadonlySet<string> = new Set([NOISES.shared5.name, NOISES.drift5.name]);
const atBoundary = CELLS.filter(({ noise, truthOver }) => truthOver === 1 && !MILDER.has(noise));
const missedBy = (cell: Cell, repetitions: number): readonly string[] =>
  demandsOf(cell, tallyCell(cell, repetitions, SEED)).flatMap(({ text, missed }) =>
    missed ? [text] : [],
  );

describe(`of ${REPETITIONS} verdicts at the boundary few are false, and intervals cover the truth`, () => {
  test.each(named(atBoundary))('%s', (_name, cell) => {
    expect(missedBy(cell, REPETITIONS)).toEqual([]);
  });
});

describe('a truth beyond the bound', () => {
  const beyond = CELLS.filter(
    ({ quantity, noise, truthOver }) =>
      quantity === 'speedup' && noise === 'lognormal, sd .1' && truthOver > 1,
  );
  test.each(named(beyond))('%s: is not held for less', (_name, cell) => {
    expect(missedBy(cell, FEW)).toEqual([]);
  });

  const clear = beyond.filter(
    ({ truthOver, looks }) => truthOver >= ((looks.at(-1) ?? 0) < 20 ? 5 : 1.5),
  );
  test.each(named(clear))('%s: is found', (_name, cell) => {
    expect(tallyCell(cell, FEW, SEED).verdicts.met).toBeGreaterThan(0.8);
  });

  const far = clear.filter(({ truthOver }) => truthOver >= 5);
  test.each(named(far))('%s: is found at the first look nearly always', (_name, cell) => {
    const [first = 0, last = first] = [cell.looks[0], cell.looks.at(-1)];
    const { meanBlocks } = tallyCell(cell, FEW, SEED);
    expect(meanBlocks).toBeLessThanOrEqual(first + 0.2 * (last - first));
  });
});

test('a simulation gives the same tally for the same seed, and another for another', () => {
  const [cell] = atBoundary;
  if (cell === undefined) throw new Error('there is no cell at the boundary');
  expect(tallyCell(cell, 50, 1)).toEqual(tallyCell(cell, 50, 1));
  expect(tallyCell(cell, 50, 1)).not.toEqual(tallyCell(cell, 50, 2));
});
