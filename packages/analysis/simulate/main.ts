/**
 * `pnpm simulate [--repetitions 20000] [--seed 1] [--only text] [--json]`: how often the judging errs on
 * data of a known truth. Exit 1 when a demand is missed.
 */
import { parseArgs } from 'node:util';
import { cellName } from './cell.ts';
import { CELLS } from './cells.ts';
import { demandsOf } from './demands.ts';
import { tallyInWorkers } from './in-workers.ts';
import { table, type Told } from './table.ts';

const WORKERS = 2;
/** Cells between two lines of progress. */
const TELL_EVERY = 25;

const { values } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const repetitions = wholeNumber('repetitions', values.repetitions);
const seed = wholeNumber('seed', values.seed);
const places = [...CELLS.keys()].filter((at) => {
  const cell = CELLS[at];
  return cell !== undefined && cellName(cell).includes(values.only);
});

const tallies = await tallyInWorkers(places, { repetitions, seed }, WORKERS, (done) => {
  if (done % TELL_EVERY === 0) process.stderr.write(`${done} of ${places.length} cells\n`);
});

const told = tallies.flatMap((tally, at): Told[] => {
  const cell = CELLS[places[at] ?? -1];
  return cell === undefined ? [] : [{ cell, tally }];
});
const missed = told.filter(({ cell, tally }) => demandsOf(cell, tally).some((each) => each.missed));
process.stdout.write(
  values.json ? `${JSON.stringify(told.map(asData), null, 2)}\n` : `${table(told)}\n`,
);
process.stderr.write(`${missed.length} of ${told.length} cells miss a demand\n`);
if (missed.length > 0) process.exitCode = 1;

function asData({ cell, tally }: Told): object {
  const { quantity, noise, looks, truthOver, truth, promised } = cell;
  return {
    quantity,
    noise,
    looks,
    truthOver,
    truth,
    promised,
    ...tally,
    demands: demandsOf(cell, tally),
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new TypeError(`\`--${name}\` must be a positive integer, got ${text}`);
}
