import {
  type CriterionJudgement,
  criterionName,
  formatBound,
  formatCount,
  formatInterval,
  intervalOf,
} from '@muster/analysis';
import { layTable } from '../document/table.ts';
import { inertLine } from '../inert.ts';
import type { JudgedAgain } from './judge-again.ts';

/** More than this of one file is for `--json`. */
const MOST_DIFFERENCES = 20;
const MOST_CHARACTERS = 100;

/**
 * What came of judging again, for a person. What could not be judged is told elsewhere; where that is
 * everything, there is no text.
 */
export function renderJudged(judged: readonly JudgedAgain[]): string {
  const nothing = judged.every((each) => each.outcome === 'cannot be judged');
  return nothing ? '' : [...judged.flatMap(sectionOf), summaryOf(judged), ''].join('\n');
}

function sectionOf(judged: JudgedAgain): readonly string[] {
  if (judged.outcome === 'cannot be judged') return [];
  const { differences } = judged;
  const told = differences
    .slice(0, MOST_DIFFERENCES)
    .map(
      ({ field, recorded, derived }) =>
        `  differs: ${inertLine(field)}: recorded ${shown(recorded)}, derived ${shown(derived)}`,
    );
  const strays = judged.scheduleProblems;
  const toldStrays = strays
    .slice(0, MOST_DIFFERENCES)
    .map((each) => `  the journal does not keep to its schedule: ${inertLine(each)}`);
  const untold = differences.length - told.length + strays.length - toldStrays.length;
  return [
    `${inertLine(judged.experiment)}  ${inertLine(judged.file)}`,
    ...criteriaOf(judged.criteria),
    ...toldStrays,
    ...told,
    ...(untold === 0 ? [] : [`  and ${untold} more, which --json tells`]),
    '',
  ];
}

/** A line a criterion, as wide as it takes, and under it why the verdict is what it is. */
function criteriaOf(criteria: readonly CriterionJudgement[]): readonly string[] {
  const rows = criteria.map(({ verdict, estimate, bound, unit, ...named }) =>
    [
      verdict,
      criterionName(named),
      estimate === null ? 'not measured' : formatInterval(intervalOf(estimate), unit),
      formatBound(bound, unit),
    ].map(inertLine),
  );
  const lines = layTable(rows, Number.POSITIVE_INFINITY).split('\n');
  return criteria.flatMap(({ because, warnings }, at) => [
    lines[at] ?? '',
    `    because: ${inertLine(because)}`,
    ...warnings.map((each) => `    warning: ${inertLine(each)}`),
  ]);
}

function summaryOf(judged: readonly JudgedAgain[]): string {
  const done = judged.filter((each) => each.outcome !== 'cannot be judged');
  const criteria = done.reduce((sum, each) => sum + each.criteria.length, 0);
  const differing = done.filter((each) => each.outcome === 'differs').length;
  const missing = judged.length - done.length;
  const what = criteria === 1 ? '1 criterion judged again' : `${criteria} criteria judged again`;
  const came =
    differing === 0
      ? 'all the same'
      : `${differing} of ${formatCount(done.length, 'result')} ${differing === 1 ? 'differs' : 'differ'} from what is recorded`;
  const left =
    missing === 0 ? '' : `; ${formatCount(missing, 'result')} could not be judged, see above`;
  return `${what}: ${came}${left}.`;
}

function shown(value: unknown): string {
  const text = inertLine(JSON.stringify(value) ?? 'nothing');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
