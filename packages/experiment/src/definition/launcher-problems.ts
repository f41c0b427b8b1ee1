import { criterionName } from '@muster/analysis';
import type { Experiment } from './definition.ts';

/** What is wrong with an experiment's launchers and with what is said about them, one sentence each. */
export function launcherProblems(experiment: Experiment): readonly string[] {
  return [
    ...candidateProblems(experiment),
    ...unknownProblems(experiment),
    ...coverageProblems(experiment),
  ];
}

function candidateProblems({ launchers }: Experiment): string[] {
  const names = launchers.map(({ name }) => name);
  const problems = [...twice(names)].map(
    (name) => `\`launchers\` must have names of their own, got ${name} more than once`,
  );
  for (const { name, agents } of launchers) {
    if (name.trim() === '' || agents.trim() === '') {
      problems.push(`\`launchers\` must each have a name and say what its agents are, got nothing`);
    }
  }
  const last = launchers.at(-1);
  if (last?.absence !== undefined) {
    problems.push(
      `\`launchers\` must end with one that is always there, got ${last.name}, which has an \`absence\``,
    );
  }
  return problems;
}

function unknownProblems({ launchers, arms, criteria }: Experiment): string[] {
  const users = [
    ...Object.entries(arms).map(([name, { launcher }]) => ({ user: `arm ${name}`, launcher })),
    ...criteria.map(({ id, launcher }) => ({ user: `criterion ${id}`, launcher })),
  ];
  return users.flatMap(({ user, launcher }) =>
    launcher === undefined || launchers.some(({ name }) => name === launcher)
      ? []
      : `${user} is about the launcher ${JSON.stringify(launcher)}, which is not in \`launchers\``,
  );
}

/** A criterion that only some launchers have to meet would be met by choosing another one. */
function coverageProblems({ launchers, criteria }: Experiment): string[] {
  const problems: string[] = [];
  for (const id of new Set(criteria.map((criterion) => criterion.id))) {
    const named = criteria.filter((each) => each.id === id).map(({ launcher }) => launcher);
    if (named.every((launcher) => launcher === undefined)) continue;
    for (const { name } of launchers.filter((each) => !named.includes(each.name))) {
      problems.push(`criterion ${id} must be judged for each launcher or for none, lacks ${name}`);
    }
    if (named.includes(undefined)) {
      problems.push(`criterion ${id} must be judged for each launcher or for none, got both`);
    }
  }
  return problems;
}

/** What names the criteria and shown quantities of an experiment more than once. */
export function doubledNames({ criteria, shown, scaling = [] }: Experiment): readonly string[] {
  const ids = new Set(criteria.map(({ id }) => id));
  const named = criteria.map(({ id, launcher = null }) => criterionName({ id, launcher }));
  const quantities = [...shown, ...scaling].map(({ id }) => id);
  return [
    ...new Set([...twice(named), ...twice(quantities), ...quantities.filter((id) => ids.has(id))]),
  ];
}

function twice(names: readonly string[]): Set<string> {
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}
