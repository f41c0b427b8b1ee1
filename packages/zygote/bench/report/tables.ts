import type { KindResult } from '../measure/measure-kind.ts';
import { type GoalResult, timesCold } from './goals.ts';

/** A kind's starts and memory, for people; no line is longer than 100 columns. */
export function kindTables(result: KindResult): string {
  const starts = result.starts.map((row) => [
    row.contestant,
    row.pace,
    digits(row.agentsPerSecond),
    digits(row.p50Ms),
    digits(row.p99Ms),
    digits(row.allReadyMs),
    row.processorMs === null ? '-' : digits(row.processorMs),
    `${digits(timesCold(result, row))}x`,
  ]);
  const memory = result.memory.map((row) => [
    row.contestant,
    String(row.alive),
    digits(row.idleMb),
    digits(row.afterTaskMb),
    row.zygoteMb === null ? '-' : digits(row.zygoteMb),
  ]);
  return [
    `${result.kind}: ${result.about}`,
    table(['', 'pace', 'agents/s', 'p50 ms', 'p99 ms', 'all ms', 'cpu ms', 'vs cold'], starts),
    '',
    'memory, MB each (PSS)',
    table(['', 'alive', 'idle', 'after a task', 'the zygote itself'], memory),
  ].join('\n');
}

/** How to read the tables. */
export const LEGEND: string = [
  'p50 and p99: request to ready. all: first request to last ready, median of the rounds. cpu: of all',
  'processes, a start. vs cold: agents/s beside those of the exec launcher, one by one. A typical task:',
  '1 MB of JSON is built, gzipped, gunzipped and parsed, and a timer of 5 ms waited for.',
].join('\n');

export function goalLines(goals: readonly GoalResult[]): string {
  return goals
    .map(({ goal, measured, unit, met }) => {
      const space = unit === 'x' ? '' : ' ';
      return `${met ? 'met    ' : 'NOT MET'}  ${goal}: ${digits(measured)}${space}${unit}`;
    })
    .join('\n');
}

/** Columns as wide as they must be, the first flush left, the others flush right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  return [head, ...rows].map((cells) => `  ${line(cells)}`).join('\n');
}

/** Three significant digits, without an exponent. */
export function digits(value: number): string {
  const shown = Number(value.toPrecision(3));
  return Math.abs(shown) >= 100 ? shown.toFixed(0) : String(shown);
}
