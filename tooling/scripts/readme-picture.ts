/**
 * Draws docs/images/sprint-3.1.svg, the README's picture, from the recorded result of sprint 3.1:
 * every run a dot, the middle one a line. Run it after a measurement that the README is to show.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const result: Recorded = JSON.parse(
  readFileSync(join(root, 'packages/pooling/results/agent-pool.result.json'), 'utf8'),
);

const INK = '#1f2933';
const FAINT = '#9aa5b1';
const DOT = '#2f6f9f';
const BOUND = '#b4442e';
const ROW = 34;

interface Panel {
  readonly title: string;
  readonly left: number;
  readonly rows: readonly (readonly [label: string, arm: string])[];
  readonly metric: string;
  readonly ticks: readonly (readonly [value: number, label: string])[];
  /** Where a value lies on the axis, 0 to 1. */
  readonly place: (value: number) => number;
  readonly format: (value: number) => string;
  readonly bound?: readonly [value: number, label: string];
}

const WIDTH = 290;
const TOP = 64;

const panels: readonly Panel[] = [
  {
    title: 'Request to a ready agent, median of each run',
    left: 130,
    rows: [
      ['fresh process', 'cold'],
      ['fork of a zygote', 'forked'],
      ['pool, used once', 'pooledOnceForked'],
      ['pool, leased', 'pooledForked'],
    ],
    metric: 'readyMs',
    ticks: [
      [0.1, '0.1 ms'],
      [1, '1 ms'],
      [10, '10 ms'],
      [100, '100 ms'],
    ],
    place: (value) => (Math.log10(value) + 1.3) / 3.3,
    format: (value) => `${value.toPrecision(3)} ms`,
  },
  {
    title: 'Hit rate of a pool of 20, of each run',
    left: 670,
    rows: [
      ['steady, 50 %', 'steady50'],
      ['bursty, 50 %', 'bursty50'],
      ['ramping, 50 %', 'ramping50'],
      ['steady, 80 %', 'steady80'],
      ['bursty, 80 %', 'bursty80'],
      ['ramping, 80 %', 'ramping80'],
    ],
    metric: 'hitRate',
    ticks: [
      [0.25, '25 %'],
      [0.5, '50 %'],
      [0.75, '75 %'],
      [1, '100 %'],
    ],
    place: (value) => (value - 0.15) / 0.87,
    format: (value) => `${Math.round(value * 100)} %`,
    bound: [0.7, 'wanted: 70 %'],
  },
];

const height = TOP + Math.max(...panels.map(({ rows }) => rows.length)) * ROW + 46;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1060 ${height}" width="1060" height="${height}" font-family="system-ui, sans-serif" font-size="14" fill="${INK}" role="img">
<title>Sprint 3.1: time to a ready agent, and hit rates of a pool</title>
<rect width="1060" height="${height}" rx="8" fill="#ffffff"/>
${panels.map(draw).join('\n')}
</svg>
`;
writeFileSync(join(root, 'docs/images/sprint-3.1.svg'), svg);

function draw({ title, left, rows, metric, ticks, place, format, bound }: Panel): string {
  const x = (value: number): string => (left + place(value) * WIDTH).toFixed(1);
  const bottom = TOP + rows.length * ROW;
  const parts = [`<text x="${left - 120}" y="30" font-weight="600">${title}</text>`];
  for (const [value, label] of ticks) {
    parts.push(
      `<line x1="${x(value)}" x2="${x(value)}" y1="${TOP - 14}" y2="${bottom}" stroke="#e4e7eb"/>`,
      `<text x="${x(value)}" y="${bottom + 20}" text-anchor="middle" font-size="12" fill="${FAINT}">${label}</text>`,
    );
  }
  if (bound !== undefined) {
    parts.push(
      `<line x1="${x(bound[0])}" x2="${x(bound[0])}" y1="${TOP - 14}" y2="${bottom}" stroke="${BOUND}" stroke-dasharray="4 3"/>`,
      `<text x="${x(bound[0])}" y="${TOP - 20}" text-anchor="middle" font-size="12" fill="${BOUND}">${bound[1]}</text>`,
    );
  }
  for (const [index, [label, arm]] of rows.entries()) {
    const y = TOP + index * ROW + ROW / 2;
    const values = valuesOf(arm, metric);
    const middle = values.toSorted((a, b) => a - b)[values.length >> 1]!;
    parts.push(
      `<text x="${left - 14}" y="${y + 5}" text-anchor="end">${label}</text>`,
      ...values.map(
        (value) => `<circle cx="${x(value)}" cy="${y}" r="4.5" fill="${DOT}" fill-opacity="0.45"/>`,
      ),
      `<line x1="${x(middle)}" x2="${x(middle)}" y1="${y - 11}" y2="${y + 11}" stroke="${INK}" stroke-width="2"/>`,
      `<text x="${left + WIDTH + 14}" y="${y + 5}" font-size="13">${format(middle)}</text>`,
    );
  }
  return parts.join('\n');
}

interface Recorded {
  readonly runs: {
    readonly blocks: readonly {
      readonly trials: Readonly<
        Record<string, { readonly values: Readonly<Record<string, number>> }>
      >;
    }[];
  };
}

function valuesOf(arm: string, metric: string): number[] {
  return result.runs.blocks.flatMap(({ trials }) => trials[arm]?.values[metric] ?? []);
}
