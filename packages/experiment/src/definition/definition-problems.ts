import { inputsOf } from '@muster/analysis';
import { PROFILES, SUMMARIES, type Experiment } from './definition.ts';
import { armBlocksProblems } from './arm-blocks-problems.ts';
import { scalingProblems } from './scaling-problems.ts';
import { selectionProblems } from './selection-problems.ts';
import { designProblems } from './design-problems.ts';
import { doubledNames, launcherProblems } from './launcher-problems.ts';
import { strictJson } from '../files/strict-json.ts';
import { unknownInputs } from './unknown-inputs.ts';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Everything that is wrong with a definition, one sentence each; none when it is well defined. */
export function definitionProblems(experiment: Experiment): readonly string[] {
  return [
    ...idProblems(experiment),
    ...metricProblems(experiment),
    ...armProblems(experiment),
    ...launcherProblems(experiment),
    ...sizeProblems(experiment),
    ...designProblems(experiment),
    ...armBlocksProblems(experiment),
    ...quantityProblems(experiment),
    ...scalingProblems(experiment),
    ...selectionProblems(experiment),
    ...sprintProblems(experiment),
    ...dataProblems(experiment),
  ];
}

function idProblems(experiment: Experiment): string[] {
  const { id, claim, criteria, shown, scaling = [] } = experiment;
  const problems: string[] = [];
  if (claim.trim() === '') problems.push('`claim` must say what is claimed, got nothing');
  if (criteria.length === 0) problems.push('`criteria` must have at least one criterion, got none');
  const judged = [...criteria, ...shown, ...scaling].map((item) => item.id);
  for (const each of new Set([id, ...judged])) {
    if (!KEBAB_CASE.test(each)) {
      problems.push(`ids must be kebab-case, got ${JSON.stringify(each)}`);
    }
  }
  for (const each of doubledNames(experiment)) {
    problems.push(`ids of criteria and shown quantities must differ, got ${each} more than once`);
  }
  for (const criterion of criteria) {
    if (criterion.because.trim() === '') {
      problems.push(`criterion ${criterion.id} must say \`because\` of what, got nothing`);
    }
    if (criterion.independent?.trim() === '') {
      problems.push(`criterion ${criterion.id} must say why it is \`independent\`, got nothing`);
    }
    if (!Number.isFinite(criterion.bound.value)) {
      problems.push(
        `criterion ${criterion.id} must have a finite bound, got ${criterion.bound.value}`,
      );
    }
  }
  return problems;
}

function metricProblems({ metrics }: Experiment): string[] {
  const problems: string[] = [];
  if (Object.keys(metrics).length === 0) problems.push('`metrics` must name at least one metric');
  for (const [name, metric] of Object.entries(metrics)) {
    if (!SUMMARIES.includes(metric.summary)) {
      problems.push(
        `metric ${name} must have one of the summaries ${SUMMARIES.join(', ')}, got ${JSON.stringify(metric.summary)}`,
      );
    }
    if (metric.unit.trim() === '') problems.push(`metric ${name} must have a unit, got nothing`);
  }
  return problems;
}

function armProblems({ arms }: Experiment): string[] {
  return Object.keys(arms).length === 0 ? ['`arms` must name at least one arm'] : [];
}

function sizeProblems({ sizes }: Experiment): string[] {
  const problems: string[] = [];
  const expected = Object.keys(sizes.quick ?? {})
    .toSorted()
    .join(', ');
  for (const profile of PROFILES) {
    const got = Object.keys(sizes[profile] ?? {})
      .toSorted()
      .join(', ');
    if (got !== expected) {
      problems.push(
        `\`sizes.${profile}\` must have the keys of \`sizes.quick\` (${expected || 'none'}), got ${got || 'none'}`,
      );
    }
  }
  return problems;
}

function quantityProblems(experiment: Experiment): string[] {
  return [...experiment.criteria, ...experiment.shown].flatMap(({ id, quantity }) =>
    'arms' in quantity && quantity.arms.length === 0
      ? [`${id} must be about at least one arm, got none`]
      : unknownInputs(id, inputsOf(quantity), experiment),
  );
}

function sprintProblems({ sprint, criteria }: Experiment): string[] {
  if (sprint === null) return [];
  const problems: string[] = [];
  const { minimum, ideal, skipBelow } = sprint.targets;
  if (!(1 < skipBelow && skipBelow <= minimum && minimum <= ideal && ideal < Infinity)) {
    problems.push(
      `\`sprint.targets\` must be 1 < skipBelow <= minimum <= ideal, got ${skipBelow}, ${minimum}, ${ideal}`,
    );
  }
  // One for each launcher, or one in all.
  const improvements = criteria.filter((criterion) => criterion.id === sprint.improvement);
  const named = `\`sprint.improvement\` must name a criterion of kind speedup, got ${JSON.stringify(sprint.improvement)}, which is`;
  if (improvements.length === 0) problems.push(`${named} no criterion`);
  for (const { id, quantity, bound } of improvements) {
    if (quantity.kind !== 'speedup') {
      problems.push(`${named} a criterion of kind ${quantity.kind}`);
    } else if (bound.is !== 'at least' || bound.value !== minimum) {
      problems.push(
        `criterion ${id} must be bound by the sprint's minimum (at least ${minimum}), got ${bound.is} ${bound.value}`,
      );
    }
  }
  return problems;
}

function dataProblems({ arms: _arms, launchers: _launchers, ...data }: Experiment): string[] {
  try {
    strictJson(data);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
