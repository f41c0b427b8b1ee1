import { tailOf } from '../confidence.ts';
import { pairedRatios } from '../estimate.ts';
import { holm } from '../holm.ts';
import { signedRankTest } from '../signed-rank.ts';
import { checkCandidates, type SelectionInput } from './select.ts';

/** What a selected arm is compared with the others by. */
export interface SeparabilityInput extends SelectionInput {
  readonly chosen: string;
  /** Two-sided: 0.9 separates the arms whose 90 % interval of the ratio excludes 1. */
  readonly confidence: number;
}

/** A selected arm beside the others, by name. */
export interface Separability {
  /** Not shown to differ from the selected one: as good a choice, as far as these blocks tell. */
  readonly tied: readonly string[];
  /** Shown to be worse. */
  readonly worse: readonly string[];
  /** Shown to be better, which the blocks it was selected on did not show. */
  readonly better: readonly string[];
  readonly sentence: string;
}

/**
 * Which arms differ from the selected one on the blocks that played no part in selecting it: exact
 * signed-rank tests of the paired ratios being 1, corrected by Holm for the number of arms, since any
 * one of the differences would be told.
 */
export function separability(input: SeparabilityInput): Separability {
  const { candidates, chosen, prefer, blocks, confidence } = input;
  const arms = checkCandidates(candidates, blocks);
  const selected = arms.find(([arm]) => arm === chosen)?.[1].slice(blocks);
  if (selected === undefined) {
    const names = arms.map(([arm]) => arm).join(', ');
    throw new TypeError(`\`chosen\` must be one of ${names}, got ${chosen}`);
  }
  const tests = arms
    .filter(([arm]) => arm !== chosen)
    .map(([arm, values]) => {
      const ratios = pairedRatios(values.slice(blocks), selected);
      return { arm, test: signedRankTest(ratios.map(Math.log)) };
    });
  const corrected = holm(tests.map(({ test }) => test.twoSided));
  // Rounding must not undo an exact match.
  const alpha = 2 * tailOf(confidence) * (1 + 1e-12);
  const named = (fits: (p: number, isWorse: boolean) => boolean): string[] =>
    tests.flatMap(({ arm, test }, at) =>
      fits(corrected[at] ?? 1, test.greater < test.less === (prefer === 'low')) ? [arm] : [],
    );
  const found = {
    tied: named((p) => p > alpha),
    worse: named((p, isWorse) => p <= alpha && isWorse),
    better: named((p, isWorse) => p <= alpha && !isWorse),
  };
  return { ...found, sentence: sentenceOf(chosen, found) };
}

function sentenceOf(
  chosen: string,
  found: Pick<Separability, 'tied' | 'worse' | 'better'>,
): string {
  const { tied, worse, better } = found;
  const [first, ...others] = tied;
  const parts: string[] = [];
  if (better.length > 0) {
    parts.push(
      `${listed(better)} ${better.length === 1 ? 'is' : 'are'} better than ${chosen}, which was selected`,
    );
  }
  if (first !== undefined) {
    parts.push(
      others.length === 0
        ? `${chosen} and ${first} are not separable`
        : `${chosen} is not separable from ${listed(tied)}`,
    );
  } else if (better.length === 0) {
    parts.push(
      worse.length === 0
        ? `${chosen} is the only arm`
        : `${chosen} is better than ${listed(worse)}`,
    );
  }
  return parts.join('; ');
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
