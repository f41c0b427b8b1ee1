/** One sprint of the seed: who owns it and where its results come from. */
export interface Sprint {
  readonly id: string;
  readonly optimization: string;
  /** The folder in packages/, which is also its name in @muster. */
  readonly package: string;
  /** The id of its experiment, hence the name of its result files. */
  readonly experiment: string;
}

/** The sprints that can be measured. */
export const SPRINTS: readonly Sprint[] = [
  { id: '3.1', optimization: 'Agent pooling', package: 'pooling', experiment: 'agent-pool' },
  {
    id: '3.3',
    optimization: 'Parallel spawning',
    package: 'spawning',
    experiment: 'parallel-spawn',
  },
];

/** All sprints of the seed, measurable yet or not: the decision says which are missing. */
export const EXPECTED_SPRINTS: readonly string[] = ['3.1', '3.2', '3.3', '3.4'];

/** Finds sprints by id ("3.1") or package ("pooling"). */
export function findSprint(word: string): Sprint | undefined {
  return SPRINTS.find((sprint) => sprint.id === word || sprint.package === word);
}
