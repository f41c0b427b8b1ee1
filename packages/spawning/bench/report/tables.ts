import { median } from '@muster/analysis';
import { type EntryResult, timesAsLong } from '../measure/entry.ts';
import type { GoalResult } from './goals.ts';

/** A table for people, with each entry's time beside that of `beside`. */
export function resultTable(results: readonly EntryResult[], beside: EntryResult): string {
  const rows = results.map((result) => [
    result.scaledTo === null ? result.name : `${result.name} (${result.count}, scaled)`,
    seconds(Math.min(...result.allReadyMs)),
    seconds(median(result.allReadyMs)),
    `${digits(timesAsLong(result, beside))}x`,
    optional(result.loopP99Ms),
    optional(result.loopMaxMs),
    optional(result.processorMs),
  ]);
  const head = ['', 'lowest s', 'median s', 'beside', 'loop p99', 'loop max', 'cpu ms'];
  return `${table(head, rows)}\n  beside: the time of ${beside.name}`;
}

/** How to read the tables. */
export const LEGEND: string = [
  'lowest, median: from the request to the last agent ready, all alive; beside: median of the ratios',
  'within rounds. loop: how long the event loop of the coordinator kept something waiting, in ms. cpu:',
  'of the coordinator, an agent. All start the same module, which says hello and ready on a socket. The',
  'programs bound what runs, so all of theirs start at once; their agents share an id and nobody checks',
  'a token. Ours has its launcher open, the zygote with the module preloaded, and a spawner that is new.',
].join('\n');

export function goalLines(goals: readonly GoalResult[]): string {
  return goals
    .map(({ goal, measured, unit, met }) => {
      const space = unit === 'x' ? '' : ' ';
      return `${met ? 'met    ' : 'NOT MET'}  ${goal}: ${digits(measured)}${space}${unit}`;
    })
    .join('\n');
}

const seconds = (ms: number): string => digits(ms / 1_000);
const optional = (values: readonly number[]): string =>
  values.length === 0 ? '-' : digits(median(values));

/** Columns as wide as they must be, the first flush left, the others flush right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]!.length)));
  return all
    .map(([first = '', ...others]) => {
      const cells = others.map((cell, at) => cell.padStart(widths[at + 1]!));
      return `  ${[first.padEnd(widths[0]!), ...cells].join('  ')}`;
    })
    .join('\n');
}

/** Three significant digits, without an exponent. */
export function digits(value: number): string {
  const shown = Number(value.toPrecision(3));
  return Math.abs(shown) >= 100 ? shown.toFixed(0) : String(shown);
}
