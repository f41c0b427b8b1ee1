import { type Criterion, median, type Quantity } from '@muster/analysis';
import type { ExperimentResult } from '@muster/experiment/result-file';
import { UnusableResultError } from '../errors.ts';
import { INJECTED_SHARE } from './experiment.ts';
import { type NoiseFloor, noiseFloorOf } from './noise.ts';
import { anyAbove, type Rate, rateOf } from './rates.ts';
import { tallyWindows, WINDOW_KINDS, type WindowKind } from './windows.ts';

/** The version of what `--json` prints. */
export const AA_VERSION = 1;

/** What the windows of one kind came to. Rates are null when no window could be judged. */
export interface WindowsFinding extends WindowKind {
  /** Windows that could be judged: they share no block. */
  readonly windows: number;
  /** Windows with a failed trial, which are in no rate. */
  readonly invalid: number;
  readonly falselyMet: Rate | null;
  readonly falselyNotMet: Rate | null;
  /** Both together. */
  readonly falselyDecided: Rate | null;
  /** The power: how often the injected delay was found. */
  readonly delayFound: Rate | null;
}

/** What identical arms show of this host and of this machinery. */
export interface AaFinding {
  readonly schemaVersion: typeof AA_VERSION;
  readonly machine: ExperimentResult['machine'];
  readonly origin: 'src' | 'dist';
  readonly endedAt: string;
  readonly seed: number;
  readonly blocks: {
    readonly planned: number;
    readonly judged: number;
    /** Those that others disturbed: spare ones were measured in their place. */
    readonly dropped: number;
  };
  /** Whether blocks that others disturbed were kept, as was asked for. */
  readonly disturbedKept: boolean;
  /** What either kind of false verdict may come about with, 0..1. */
  readonly promised: number;
  readonly windows: readonly WindowsFinding[];
  /** Whether one kind of false verdict is shown to come about more often than promised. */
  readonly errs: boolean;
  readonly noise: NoiseFloor;
  /** Injected on purpose, as a share of the starts of the very trial and typically in milliseconds. */
  readonly injected: { readonly share: number; readonly medianMs: number | null };
  readonly warnings: readonly string[];
}

type Speedup = Extract<Quantity, { kind: 'speedup' }>;

/** What follows from a measured result: a pure function. Throws `UnusableResultError` without a window. */
export function findingOf(result: ExperimentResult): AaFinding {
  const { definition, plan, runs } = result;
  const { blocks } = runs;
  const { confidence } = plan;
  const [identical, delay] = ['identical', 'delay'].map((id) => criterionOf(definition, id));
  if (identical === undefined || delay === undefined) throw new TypeError('two criteria expected');
  const judging = { metrics: definition.metrics, confidence };
  const windows = WINDOW_KINDS.map((kind): WindowsFinding => {
    const same = tallyWindows(blocks, kind, { ...judging, criterion: identical });
    const delayed = tallyWindows(blocks, kind, { ...judging, criterion: delay });
    const valid = same.met + same.notMet + same.inconclusive;
    return {
      ...kind,
      windows: valid,
      invalid: same.invalid,
      falselyMet: rateOf(same.met, valid),
      falselyNotMet: rateOf(same.notMet, valid),
      falselyDecided: rateOf(same.met + same.notMet, valid),
      delayFound: rateOf(delayed.met, delayed.met + delayed.notMet + delayed.inconclusive),
    };
  });
  if (windows.every((each) => each.windows === 0)) {
    throw new UnusableResultError(
      `no window could be judged: ${result.judgement.warnings[0] ?? 'each has a failed trial'}.\nRun it again when others leave the machine alone, or with --keep-disturbed.`,
    );
  }
  const promised = 1 - confidence;
  return {
    schemaVersion: AA_VERSION,
    machine: result.machine,
    origin: result.provenance.origin,
    endedAt: result.measuredAt.endedAt,
    seed: plan.seed,
    blocks: { planned: plan.blocks, judged: blocks.length, dropped: runs.dropped?.length ?? 0 },
    disturbedKept: plan.host.maxForeignRatio === 1,
    promised,
    windows,
    errs: anyAbove(
      windows.flatMap((each) => [each.falselyMet, each.falselyNotMet]),
      promised,
    ),
    noise: noiseFloorOf(blocks, speedupOf(identical), confidence),
    injected: { share: INJECTED_SHARE, medianMs: injectedMsOf(result) },
    warnings: [...result.warnings, ...result.judgement.warnings],
  };
}

function criterionOf({ criteria }: Pick<ExperimentResult['definition'], 'criteria'>, id: string) {
  return criteria.find((criterion) => criterion.id === id);
}

function speedupOf({ quantity }: Criterion): Speedup {
  if (quantity.kind === 'speedup') return quantity;
  throw new TypeError(`\`quantity\` must be a speedup, got ${quantity.kind}`);
}

function injectedMsOf({ runs }: ExperimentResult): number | null {
  const injected = runs.blocks.flatMap(({ trials: { delayed } }) =>
    delayed?.outcome === 'ok' ? (delayed.values['injectedMs'] ?? []) : [],
  );
  return injected.length === 0 ? null : median(injected);
}
