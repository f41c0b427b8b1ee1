import type { BenchResult } from './bench-case.ts';

/** What a table shows of a case besides its result. */
export interface TableHints {
  readonly better?: 'less' | 'more';
  readonly floors?: readonly string[];
}

/** A case as text for people: its contestants from the best to the worst, the ratio, the goal. */
export function caseTable(
  result: BenchResult,
  { better = 'less', floors = [] }: TableHints,
): string {
  const { name, unit, ours, peers, ratio, goal, met } = result;
  const direction = better === 'less' ? 1 : -1;
  const rows = Object.entries({ ours, ...peers }).toSorted(
    ([, one], [, other]) => direction * (one - other),
  );
  const width = Math.max(...rows.map(([contestant]) => contestant.length));
  const lines = rows.map(([contestant, value]) => {
    const notes = floors.includes(contestant) ? '  (floor)' : '';
    return `  ${contestant.padEnd(width)}  ${digits(value).padStart(9)} ${unit}${notes}`;
  });
  const verdicts = [
    ...(ratio === null ? [] : [`${digits(ratio)}x the best peer (above 1: ours is better)`]),
    ...(goal === null ? [] : [`goal: ${goal}: ${met === true ? 'met' : 'not met'}`]),
  ];
  return [name, ...lines, ...verdicts.map((verdict) => `  ${verdict}`)].join('\n');
}

/** Three significant digits, without an exponent. */
function digits(value: number): string {
  const shown = Number(value.toPrecision(3));
  return Math.abs(shown) >= 100 ? shown.toFixed(0) : String(shown);
}
