import { formatCount } from './format.ts';
import type { ArmMetric } from './quantity.ts';
import type { Block, RunOutcome, Runs } from './runs.ts';

/**
 * What is wrong with the blocks as a whole, one sentence each: no claim survives any of it. `looks` are
 * the numbers of blocks they may be judged at.
 */
export function blockProblems(runs: Runs, looks: readonly number[]): readonly string[] {
  const { plannedBlocks, blocks, dropped = [] } = runs;
  if (!Number.isSafeInteger(plannedBlocks) || plannedBlocks < 1) {
    throw new TypeError(`\`plannedBlocks\` must be a positive integer, got ${plannedBlocks}`);
  }
  const problems: string[] = [];
  if (!looks.includes(blocks.length)) {
    const lost = dropped.length === 0 ? '' : `, not counting ${dropped.length} dropped`;
    problems.push(`${blocks.length} of ${plannedBlocks} planned blocks were measured${lost}`);
  }
  // A block counted twice would pass for more runs than there were.
  const seen = new Set<number>();
  for (const { index } of blocks) {
    if (seen.has(index)) problems.push(`block ${index} is there more than once`);
    seen.add(index);
  }
  return problems;
}

/** What is wrong with the runs that a quantity needs, naming arm, block and metric. */
export function inputProblems(runs: Runs, inputs: readonly ArmMetric[]): readonly string[] {
  const { blocks, absent = {} } = runs;
  const notHere = inputs.flatMap(({ arm }) =>
    Object.hasOwn(absent, arm) ? `not measured here: ${absent[arm]}` : [],
  );
  const there = inputs.filter(({ arm }) => !Object.hasOwn(absent, arm));
  const problems = [
    ...notHere,
    ...blocks.flatMap((block) => there.flatMap((input) => inputProblem(block, input) ?? [])),
  ];
  // A failed run that a quantity needs for two metrics is one problem.
  return [...new Set(problems)];
}

function inputProblem(block: Block, { metric, arm }: ArmMetric): string | undefined {
  const trial = trialOf(block, arm);
  const where = `arm ${arm} in block ${block.index}`;
  if (trial === undefined) return `${where} was not run`;
  if (trial.outcome !== 'ok') return `${where} ${happened(trial.outcome)}: ${trial.because}`;
  const value = valueOf(block, { metric, arm });
  if (value === undefined) return `${where} has no ${metric}`;
  if (!Number.isFinite(value)) return `${where} has a ${metric} of ${value}`;
  return undefined;
}

function happened(outcome: 'failed' | 'timed out' | 'aborted'): string {
  return outcome === 'aborted' ? 'was aborted' : outcome;
}

function trialOf(block: Block, arm: string): RunOutcome | undefined {
  return Object.hasOwn(block.trials, arm) ? block.trials[arm] : undefined;
}

/** The number that a run gave for a metric, if it gave one. */
export function valueOf(block: Block, { metric, arm }: ArmMetric): number | undefined {
  const trial = trialOf(block, arm);
  if (trial?.outcome !== 'ok' || !Object.hasOwn(trial.values, metric)) return undefined;
  return trial.values[metric];
}

/**
 * What a reader must know beside every number: one sentence on blocks dropped, one on arms that are in
 * fewer than all, and one an arm that has failed runs, whether or not a criterion needs it.
 */
export function failureWarnings(runs: Runs): readonly string[] {
  return [...droppedWarnings(runs), ...fewerWarnings(runs), ...failedRuns(runs)];
}

function fewerWarnings({ plannedBlocks, armBlocks = {} }: Runs): readonly string[] {
  const each = Object.entries(armBlocks).map(([arm, blocks]) => `${arm} in ${blocks}`);
  if (each.length === 0) return [];
  return [`not in all of ${formatCount(plannedBlocks, 'block')}, by plan: ${each.join(', ')}`];
}

function droppedWarnings({ blocks, dropped = [] }: Runs): readonly string[] {
  if (dropped.length === 0) return [];
  const each = dropped.map(({ index, because }) => `block ${index}: ${because}`).join('; ');
  const of = blocks.length + dropped.length;
  return [
    `${dropped.length} of ${formatCount(of, 'block')} ${dropped.length === 1 ? 'was' : 'were'} dropped, all arms alike: ${each}`,
  ];
}

function failedRuns(runs: Runs): readonly string[] {
  const tally = new Map<string, { all: number; failed: number }>();
  for (const { trials } of runs.blocks) {
    for (const [arm, trial] of Object.entries(trials)) {
      const { all, failed } = tally.get(arm) ?? { all: 0, failed: 0 };
      tally.set(arm, { all: all + 1, failed: failed + (trial?.outcome === 'ok' ? 0 : 1) });
    }
  }
  return [...tally]
    .filter(([, { failed }]) => failed > 0)
    .map(
      ([arm, { all, failed }]) =>
        `arm ${arm}: ${failed} of ${formatCount(all, 'run')} did not succeed`,
    );
}

/** Several problems as one sentence that stays readable when there are many. */
export function inOneSentence(problems: readonly string[]): string {
  const said = problems.slice(0, 3).join('; ');
  return problems.length > 3 ? `${said}; and ${problems.length - 3} more` : said;
}
