import { tailOf, twoSidedOf } from '../confidence.ts';
import { normalProbability, normalQuantile } from '../normal.ts';
import { integral, nodesOver, type Node } from './quadrature.ts';
import { rootOf } from './root.ts';

/**
 * How much of `alpha` may be spent by the time a share, 0..1, of all there will be has been seen:
 * 0..alpha, and never less as the share grows.
 */
export type Spending = (share: number, alpha: number) => number;

/** The spending function with which Lan and DeMets (Biometrika 70, 1983) came near O'Brien and Fleming. */
export const obrienFlemingSpending: Spending = (share, alpha) =>
  2 * normalProbability(normalQuantile(alpha / 2) / Math.sqrt(share));

/**
 * Boundaries c of a one-sided test that is made at several looks, each after a share of all there
 * will be, ascending, the last 1: who claims at the first look at which z passes c errs with at most
 * 1 - confidence. They use how looks at the same growing normal sum depend on each other. With an exact
 * test claim where p <= 1 - Phi(c); with a t test where t passes the t quantile of Phi(c). A look that may
 * spend nothing has Infinity.
 */
export function spendingBoundaries(
  shares: readonly number[],
  confidence: number,
  spending: Spending = obrienFlemingSpending,
): readonly number[] {
  checkShares(shares);
  const alpha = tailOf(twoSidedOf(confidence));
  let walk = startOf(shares);
  let spent = 0;
  return shares.map((share) => {
    const planned = spending(share, alpha);
    checkSpending(planned, spent, alpha);
    const boundary = boundaryAt(walk, share, planned - spent);
    spent = planned;
    walk = stepped(walk, share, boundary);
    return boundary;
  });
}

/**
 * Boundaries c t^(shape - 1/2) at shares t (Wang and Tsiatis, Biometrics 43, 1987), for one-sided looks
 * as `spendingBoundaries` has them: with a shape of 0.5 those of Pocock (1977), the same at every
 * look; with 0 those of O'Brien and Fleming (1979). Shapes are -0.5..1.
 */
export function shapedBoundaries(
  shares: readonly number[],
  confidence: number,
  shape: number,
): readonly number[] {
  checkShares(shares);
  if (!(shape >= -0.5 && shape <= 1)) {
    throw new TypeError(`\`shape\` must be between -0.5 and 1, got ${shape}`);
  }
  const alpha = tailOf(twoSidedOf(confidence));
  const boundariesOf = (last: number): number[] =>
    shares.map((share) => last * share ** (shape - 0.5));
  const total = (last: number): number =>
    crossings(shares, boundariesOf(last)).reduce((sum, each) => sum + each, 0);
  // There no look can be passed any more.
  const most = FARTHEST / Math.min(...boundariesOf(1));
  return boundariesOf(rootOf((last) => total(last) - alpha, 0, most));
}

/**
 * The probability that a normal sum without drift passes its boundary at each look for the first
 * time, by the recursion of Armitage, McPherson and Rowe (Journal of the Royal Statistical Society
 * A 132, 1969): what each look spends. Boundaries are in standard deviations, as z is.
 */
export function crossings(
  shares: readonly number[],
  boundaries: readonly number[],
): readonly number[] {
  checkShares(shares);
  if (boundaries.length !== shares.length || boundaries.some(Number.isNaN)) {
    throw new TypeError(
      `\`boundaries\` must hold ${shares.length} numbers, one a look, got ${boundaries.join(', ')}`,
    );
  }
  let walk = startOf(shares);
  return shares.map((share, look) => {
    const boundary = boundaries[look] ?? Infinity;
    const passed = passing(walk, share, boundary);
    walk = stepped(walk, share, boundary);
    return passed;
  });
}

/** Where the sum of those that have not yet passed may be: a density, as weights. */
interface Walk {
  readonly share: number;
  readonly nodes: readonly Node[];
  /** The standard deviation of the shortest step from look to look: what nodes must be able to follow. */
  readonly finest: number;
}

function startOf(shares: readonly number[]): Walk {
  const steps = shares.map((share, look) => share - (shares[look - 1] ?? 0));
  return { share: 0, nodes: [{ at: 0, weight: 1 }], finest: Math.sqrt(Math.min(...steps)) };
}

/** In standard deviations: beyond it there is nothing that a double can tell from 0. */
const FARTHEST = 8.2;

/** Of the walk, what lies above the boundary at the next look. */
function passing({ share, nodes }: Walk, next: number, boundary: number): number {
  const step = Math.sqrt(next - share);
  const end = boundary * Math.sqrt(next);
  return integral(nodes, (at) => normalProbability((at - end) / step));
}

function boundaryAt(walk: Walk, next: number, tail: number): number {
  const excess = (boundary: number): number => passing(walk, next, boundary) - tail;
  return tail > 0 && excess(FARTHEST) < 0 ? rootOf(excess, -FARTHEST, FARTHEST) : Infinity;
}

/** The walk that goes on: one step further, and cut off at the boundary. */
function stepped({ share, nodes, finest }: Walk, next: number, boundary: number): Walk {
  const step = Math.sqrt(next - share);
  const low = -FARTHEST * Math.sqrt(next);
  const high = Math.max(low, Math.min(boundary, FARTHEST) * Math.sqrt(next));
  const count = 32 + 2 * Math.ceil((high - low) / finest);
  const density = (to: number): number =>
    integral(nodes, (at) => Math.exp(-(((to - at) / step) ** 2) / 2)) /
    (step * Math.sqrt(2 * Math.PI));
  return {
    share: next,
    finest,
    nodes: nodesOver(low, high, count).map(({ at, weight }) => ({
      at,
      weight: weight * density(at),
    })),
  };
}

/** What rounding may take a spending function beyond `alpha`, as a share of it. */
const ROUNDING = 1e-9;

function checkSpending(planned: number, spent: number, alpha: number): void {
  const slack = ROUNDING * alpha;
  if (planned >= spent - slack && planned <= alpha + slack) return;
  throw new TypeError(
    `\`spending\` must return what was spent before, ${spent}, to all there is, ${alpha}, got ${planned}`,
  );
}

/** Shorter steps would take more nodes than there is time for. */
const SHORTEST_STEP = 1e-3;

function checkShares(shares: readonly number[]): void {
  for (const [look, share] of shares.entries()) {
    const before = shares[look - 1] ?? 0;
    if (share <= 1 && share - before >= SHORTEST_STEP) continue;
    throw new TypeError(
      `\`shares[${look}]\` must be at least ${SHORTEST_STEP} above ${before} and at most 1, got ${share}`,
    );
  }
  if (shares.at(-1) !== 1) {
    throw new TypeError(`\`shares\` must end with 1, got ${shares.join(', ') || 'none'}`);
  }
}
