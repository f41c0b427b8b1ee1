import type { Quantity } from './quantity.ts';

/** What is claimed, by how many chances it has to be claimed falsely. */
export type ClaimKind =
  | 'one bound'
  | 'all of several'
  | 'at least k of m'
  | 'tally of verdicts'
  | 'every arm of an extreme'
  | 'far end of an extreme'
  | 'best of several arms'
  | 'arms that differ from the selected one'
  | 'one of several looks'
  | 'one of several screens'
  | 'shown beside the claims';

/** How a claim's chances to err are kept to alpha. */
export type Correction = 'none' | 'Holm' | 'Bonferroni' | 'fresh confirmation' | 'shared alpha';

/** Whether a kind of claim is corrected for being several, and why. */
export interface MultiplicityRule {
  readonly correction: Correction;
  readonly because: string;
  readonly source: string;
}

/**
 * The one place that says which claims are corrected for being several. Where the correction is
 * `none`, each part is judged at the full alpha; every interval that is shown has the confidence that
 * the verdict was read at.
 */
export const MULTIPLICITY: Readonly<Record<ClaimKind, MultiplicityRule>> = {
  'one bound': {
    correction: 'none',
    because: 'met and not met exclude each other, so that each may err with alpha',
    source: 'Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987',
  },
  'all of several': {
    correction: 'none',
    because:
      'it is false only if a part is, and then that part must err: an intersection-union test',
    source: 'Berger, Technometrics 24, 1982',
  },
  'at least k of m': {
    correction: 'Holm',
    because: 'each part that is false is one more chance to count one too many',
    source: 'Holm, Scandinavian Journal of Statistics 6, 1979',
  },
  'tally of verdicts': {
    correction: 'none',
    because:
      'a plan that counts the sprints that are met takes verdicts as they are: it decides what to do and claims nothing of its own. Read as the claim that k of m are truly met, it would err with up to (m - k + 1) alpha',
    source: 'Benjamini and Heller, Biometrics 64, 2008',
  },
  'every arm of an extreme': {
    correction: 'none',
    because:
      'that the lowest arm is at least a bound says that all are: each must pass alone (an intersection-union test)',
    source: 'Berger, Technometrics 24, 1982',
  },
  'far end of an extreme': {
    correction: 'Bonferroni',
    because: 'any one arm that strays moves it past the bound, so each gets its share of alpha',
    source: 'Dunn, Journal of the American Statistical Association 56, 1961',
  },
  'best of several arms': {
    correction: 'fresh confirmation',
    because:
      'the arm that did best is flattered by having done best; blocks that played no part in selecting it are not, and need no correction',
    source: 'Cox, Biometrika 62, 1975',
  },
  'arms that differ from the selected one': {
    correction: 'Holm',
    because: 'any one of the differences would be told',
    source: 'Holm, Scandinavian Journal of Statistics 6, 1979',
  },
  'one of several looks': {
    correction: 'shared alpha',
    because: 'measuring stops at the look that suits, so the looks share what one would have',
    source: 'Kim and DeMets, Biometrika 74, 1987',
  },
  'one of several screens': {
    correction: 'Bonferroni',
    because:
      'one series that is doubted by chance takes the verdict from a claim, so each of its series gets its share of the level',
    source: 'Dunn, Journal of the American Statistical Association 56, 1961',
  },
  'shown beside the claims': {
    correction: 'none',
    because: 'an interval without a bound claims nothing; it errs with its own confidence',
    source: 'Rothman, Epidemiology 1, 1990',
  },
};

/** What a criterion claims by the kind of its quantity. */
export const CLAIMS_OF_QUANTITY: Readonly<Record<Quantity['kind'], readonly ClaimKind[]>> = {
  speedup: ['one bound'],
  difference: ['one bound'],
  level: ['one bound'],
  lowest: ['every arm of an extreme', 'far end of an extreme', 'one of several screens'],
  highest: ['every arm of an extreme', 'far end of an extreme', 'one of several screens'],
  payback: ['one bound'],
  proportion: ['one bound'],
  selected: ['best of several arms', 'arms that differ from the selected one'],
};
