import { relative } from 'node:path';
import {
  criterionName,
  formatBound,
  formatCount,
  formatInterval,
  intervalOf,
  type JudgedEstimate,
} from '@muster/analysis';
import type { Measured } from './measure-experiment.ts';
import { strictJson } from '../files/strict-json.ts';

/** What a run found, for a person: a table per experiment, its warnings, and where its files are. */
export function outcomeAsText(measured: readonly Measured[], folder: string): string {
  return measured.map((each) => `${sectionOf(each, folder)}\n`).join('\n');
}

/** What a run found, for a program: the verdicts and the paths of the files, as one JSON document. */
export function outcomeAsJson(measured: readonly Measured[]): string {
  const data = measured.map(({ result, paths }) => ({
    id: result.definition.id,
    profile: result.profile,
    verdicts: Object.fromEntries(
      result.judgement.criteria.map((each) => [criterionName(each), each.verdict]),
    ),
    result: paths.result,
    trials: paths.trials,
  }));
  return `${strictJson(data, { indent: 2 })}\n`;
}

function sectionOf({ result, paths }: Measured, folder: string): string {
  const { definition, judgement, warnings, profile } = result;
  const { blocks, most, stop } = judgement.look;
  const rows = [
    ['criterion', 'estimate (interval)', 'bound', 'verdict'],
    ...judgement.criteria.map((criterion) => [
      criterionName(criterion),
      estimateText(criterion.estimate, criterion.unit),
      formatBound(criterion.bound, criterion.unit),
      criterion.verdict,
    ]),
    ...judgement.shown.map(({ id, estimate, unit }) => [id, estimateText(estimate, unit), '', '']),
  ];
  const notes = [
    ...judgement.criteria
      .filter(({ verdict }) => verdict !== 'met')
      .map((each) => `${criterionName(each)}: ${each.because}`),
    ...(stop === null ? [] : [`stopped early: ${stop.because}`]),
    ...definition.simulated.map((each) => `simulated: ${each}`),
    ...warnings.map((each) => `warning: ${each}`),
    ...judgement.warnings.map((each) => `warning: ${each}`),
  ];
  return [
    `${definition.id}  ${definition.claim}`,
    ...tableOf(rows).map((line) => `  ${line}`),
    ...notes.map((note) => `  ${note}`),
    `  ${blocks === most ? '' : `${blocks} of `}${formatCount(most, 'block')} (${profile}) -> ${relative(folder, paths.result)}, ${relative(folder, paths.trials)}`,
  ].join('\n');
}

function estimateText(estimate: JudgedEstimate | null, unit: string): string {
  return estimate === null ? '-' : formatInterval(intervalOf(estimate), unit);
}

function tableOf(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
