import { median } from '@muster/analysis';
import { openMuster, PEERS } from './pools.ts';
import { runSpike, type SpikeOutcome } from './spike.ts';

/** A fork of a zygote, a cold start, a start that connects to something. */
const STARTS_MS = [5, 75, 150];
const WAITERS = [50, 200, 700];
const ROUNDS = 3;

/** All spikes at all pools, `agents started / ms until all are served`, medians of a few rounds. */
export async function spikeTable(): Promise<string> {
  const pools = Object.entries({ muster: openMuster, ...PEERS });
  const names = pools.map(([name]) => name);
  const rows = [['start ms', 'waiters', ...names]];
  for (const startMs of STARTS_MS) {
    for (const waiters of WAITERS) {
      const outcomes = new Map(names.map((name) => [name, new Array<SpikeOutcome>()]));
      for (let round = 0; round < ROUNDS; round++) {
        for (const [name, open] of pools) {
          outcomes.get(name)?.push(await runSpike(open, { startMs, waiters }));
        }
      }
      rows.push([String(startMs), String(waiters), ...[...outcomes.values()].map(cell)]);
    }
  }
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => row.map((text, column) => text.padStart(widths[column]!)).join('  '))
    .join('\n');
}

function cell(outcomes: readonly SpikeOutcome[]): string {
  const started = median(outcomes.map((outcome) => outcome.started));
  return `${started} / ${median(outcomes.map(({ servedMs }) => servedMs)).toFixed(0)}`;
}
