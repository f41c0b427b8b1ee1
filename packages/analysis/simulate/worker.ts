/** `worker.ts <repetitions> <seed>`, forked: tallies the cells it is sent the numbers of. */
import { CELLS } from './cells.ts';
import { tallyCell } from './tally.ts';

const [repetitions, seed] = process.argv.slice(2).map(Number);

process.on('message', (at: number) => {
  const cell = CELLS[at];
  if (cell === undefined || repetitions === undefined || seed === undefined) {
    throw new TypeError(
      `\`at\` must be the number of a cell, with repetitions and seed, got ${at}`,
    );
  }
  process.send?.({ at, tally: tallyCell(cell, repetitions, seed) });
});
