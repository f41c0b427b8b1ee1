import { checkSample } from '../sample.ts';
import { hodgesLehmann } from '../walsh.ts';

/** The values of arms to choose from, by name: one a block, the blocks in the order they were run. */
export type Candidates = Readonly<Record<string, readonly number[]>>;

/** Which values are better: `low` for durations and bytes, `high` for throughputs. */
export type Preference = 'low' | 'high';

/** What an arm is selected from. */
export interface SelectionInput {
  readonly candidates: Candidates;
  readonly prefer: Preference;
  /** How many blocks, from the first on, to select on; at least 1 is left to confirm on. */
  readonly blocks: number;
}

/** The arm with the best typical level, and that of every arm on the same blocks. */
export interface Selection {
  readonly chosen: string;
  readonly levels: Readonly<Record<string, number>>;
}

/**
 * Selects the arm whose typical level (Hodges-Lehmann) is best on the first blocks; the one named
 * first where levels are the same. The level it was selected by flatters it, the more the more arms
 * there are: what is claimed of it must come from the blocks that follow (`confirmSelected`).
 */
export function selectArm({ candidates, prefer, blocks }: SelectionInput): Selection {
  const arms = checkCandidates(candidates, blocks);
  const levels = arms.map(([arm, values]) => ({
    arm,
    level: hodgesLehmann(values.slice(0, blocks)),
  }));
  const isBetter = (one: number, other: number): boolean =>
    prefer === 'low' ? one < other : one > other;
  const chosen = levels.reduce((best, each) => (isBetter(each.level, best.level) ? each : best));
  return {
    chosen: chosen.arm,
    levels: Object.fromEntries(levels.map(({ arm, level }) => [arm, level])),
  };
}

/** The arms by name, once they are known to have the same number of values, more than `blocks`. */
export function checkCandidates(
  candidates: Candidates,
  blocks: number,
): readonly (readonly [string, readonly number[]])[] {
  const arms = Object.entries(candidates);
  const length = arms[0]?.[1].length;
  if (length === undefined) throw new TypeError('`candidates` must name an arm, got none');
  for (const [arm, values] of arms) {
    checkSample(values, `candidates[${JSON.stringify(arm)}]`);
    if (values.length === length) continue;
    throw new TypeError(
      `\`candidates[${JSON.stringify(arm)}]\` must hold ${length} numbers as the others do, got ${values.length}`,
    );
  }
  if (!Number.isSafeInteger(blocks) || blocks < 1 || blocks >= length) {
    throw new TypeError(
      `\`blocks\` must be an integer from 1 up and below ${length}, so that some are left to confirm on, got ${blocks}`,
    );
  }
  return arms;
}
