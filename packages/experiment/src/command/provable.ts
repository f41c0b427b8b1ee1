import {
  FALSE_ALARMS,
  formatCount,
  formatExact,
  formatValue,
  smallestProvable,
  spreadOf,
} from '@muster/analysis';
import type { Experiment } from '../definition/definition.ts';
import type { Plan } from '../plan/plan.ts';
import type { ExperimentResult } from '../result/result-schema.ts';

/** What a recorded result says of how much pairs vary. */
export type Recorded = Pick<ExperimentResult, 'plan' | 'runs'>;

type Speedup = Extract<Experiment['criteria'][number]['quantity'], { readonly kind: 'speedup' }>;
type Bound = Experiment['criteria'][number]['bound'];

const POWER = 0.8;
const TYPICAL_SPREADS = [0.05, 0.1, 0.2] as const;

/**
 * One line on what a plan's blocks can show of its speed-ups, to be told before they are measured: the
 * smallest true ratio that is found four times in five. Pairs are taken to vary as in the last result
 * of the same arms, or else by 5, 10 and 20 %. Null for an experiment that claims no speed-up.
 */
export function provableLine(
  { id, criteria }: Pick<Experiment, 'id' | 'criteria'>,
  plan: Plan,
  last: Recorded | null,
): string | null {
  const claims = new Map<string, { bound: Bound; quantities: Speedup[] }>();
  for (const { quantity, bound } of criteria) {
    const provable = bound.is === 'at least' || bound.is === 'more than';
    if (quantity.kind !== 'speedup' || !provable || !areRun(plan, quantity)) continue;
    const name = `${bound.is === 'at least' ? '>=' : '>'} ${formatExact(bound.value, 'x')}`;
    const claim = claims.get(name) ?? { bound, quantities: [] };
    claims.set(name, { bound, quantities: [...claim.quantities, quantity] });
  }
  if (claims.size === 0) return null;
  const parts = [...claims].map(([name, { bound, quantities }]) => {
    const seen = last === null || !sameArms(plan, last.plan) ? [] : spreadsIn(last, quantities);
    return `${name} ${conditionOf(plan, bound, seen)}`;
  });
  return `${id}: ${formatCount(plan.blocks, 'block')} can show ${parts.join('; ')}`;
}

function conditionOf({ looks, confidence }: Plan, bound: Bound, seen: readonly number[]): string {
  const spreads = seen.length > 0 ? [Math.max(...seen)] : TYPICAL_SPREADS;
  // Its logarithm is proportional to the spread, and one search is enough.
  const budget = { looks, confidence, sdLog: 1, power: POWER, doubted: FALSE_ALARMS };
  const atUnitSpread = smallestProvable(budget);
  if (!Number.isFinite(atUnitSpread)) return 'by no means, being too few';
  const ratios = spreads.map((sdLog) => atUnitSpread ** sdLog);
  const needed = listed(ratios.map((ratio) => formatValue(bound.value * ratio, 'x')));
  const varied = `${listed(spreads.map((sdLog) => (100 * sdLog).toPrecision(2).replace(/\.0$/, '')))} %`;
  return seen.length > 0
    ? `where it is at least ${needed}, as pairs varied by ${varied} in the last result (4 times in 5)`
    : `where it is at least ${needed}, if pairs vary by ${varied} (4 times in 5)`;
}

function spreadsIn({ runs }: Recorded, quantities: readonly Speedup[]): readonly number[] {
  return quantities.flatMap(({ metric, from, to }) => {
    const logs = runs.blocks.flatMap(({ trials }) => {
      const [slow, fast] = [trials[from], trials[to]];
      if (slow?.outcome !== 'ok' || fast?.outcome !== 'ok') return [];
      const log = Math.log(
        (slow.values[metric] ?? Number.NaN) / (fast.values[metric] ?? Number.NaN),
      );
      return Number.isFinite(log) ? [log] : [];
    });
    return logs.length < 2 ? [] : [spreadOf(logs)];
  });
}

function areRun({ arms }: Plan, { from, to }: Speedup): boolean {
  return arms.includes(from) && arms.includes(to);
}

function sameArms(plan: Plan, other: Plan): boolean {
  return plan.arms.join('\n') === other.arms.join('\n');
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
}
