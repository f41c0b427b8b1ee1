import type { MetricDefinition } from '../definition/definition.ts';
import type { Observations } from './summarize.ts';

/** Collects what one trial observes, until it is closed. */
export interface Recorder {
  /** Adds one observation per named metric; throws a TypeError on misuse. */
  readonly observe: (values: Readonly<Record<string, number | undefined>>) => void;
  /** Ends recording: what comes later is told to `onLate` and not kept. */
  readonly close: () => void;
  readonly observations: () => Observations;
  /** The first misuse, remembered in case the trial swallowed the error; null if there was none. */
  readonly misuse: () => string | null;
}

/** A recorder for one trial of `arm`; `onLate` is told how many observations came after its end. */
export function createRecorder(
  metrics: Readonly<Record<string, MetricDefinition>>,
  arm: string,
  onLate: (count: number) => void,
): Recorder {
  const kept: Record<string, number[]> = {};
  let misuse: string | null = null;
  let closed = false;

  const problemWith = (metric: string, value: unknown): string | null => {
    if (!Object.hasOwn(metrics, metric)) {
      return `\`observe\` in arm ${arm} must name one of ${Object.keys(metrics).join(', ')}, got ${JSON.stringify(metric)}`;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return `\`${metric}\` in arm ${arm} must be a finite number, got ${String(value)}`;
    }
    if (metrics[metric]?.summary === 'single' && kept[metric] !== undefined) {
      return `\`${metric}\` in arm ${arm} must be observed once a trial, got ${value} as well as ${kept[metric][0]}`;
    }
    return null;
  };

  return {
    observe: (values) => {
      const entries = Object.entries(values);
      if (closed) {
        onLate(entries.length);
        return;
      }
      for (const [metric, value] of entries) {
        const problem = problemWith(metric, value);
        if (problem !== null) {
          misuse ??= problem;
          throw new TypeError(problem);
        }
        // Adding 0 turns -0, which JSON cannot carry, into the 0 it stands for.
        (kept[metric] ??= []).push(Number(value) + 0);
      }
    },
    close: () => {
      closed = true;
    },
    observations: () => kept,
    misuse: () => misuse,
  };
}
