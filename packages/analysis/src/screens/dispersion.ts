import { formatCount, formatP } from '../format.ts';
import type { Estimate } from '../interval.ts';
import { clopperPearson } from '../proportion.ts';
import { chiSquaredAbove } from './chi-squared.ts';
import type { Doubt } from './doubt.ts';

/** The runs' shares are taken to differ when independent attempts would differ so much this seldom. */
const UNEVEN = 0.05;

/**
 * What the runs' shares say against attempts that are independent of each other: they differ more from
 * run to run than chance makes them (Pearson's test of homogeneity). The interval that allows for it is
 * that of as many attempts as are left when all are divided by the dispersion: McCullagh and Nelder,
 * "Generalized Linear Models", section 4.5.
 */
export function doubtsAboutAttempts(
  successes: readonly number[],
  attempts: readonly number[],
  { value, confidence }: Pick<Estimate, 'value' | 'confidence'>,
): readonly Doubt[] {
  const tried = attempts.flatMap((all, at) => (all > 0 ? [{ all, part: successes[at] ?? 0 }] : []));
  const freedom = tried.length - 1;
  if (freedom < 1 || value === 0 || value === 1) return [];
  const statistic = tried.reduce(
    (sum, { all, part }) => sum + (part - all * value) ** 2 / (all * value * (1 - value)),
    0,
  );
  const p = chiSquaredAbove(statistic, freedom);
  if (p >= UNEVEN) return [];
  const dispersion = statistic / freedom;
  const total = tried.reduce((sum, { all }) => sum + all, 0);
  const worth = Math.max(1, Math.round(total / dispersion));
  return [
    {
      p,
      because: `the share differs more between runs than independent attempts would make it (${formatP(p)}): ${formatCount(total, 'attempt')} tell no more than ${worth} would`,
      cautious: clopperPearson(Math.round(value * worth), worth, confidence),
    },
  ];
}
