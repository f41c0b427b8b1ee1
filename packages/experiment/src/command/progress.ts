import type { Course } from '../course/course.ts';
import type { TrialLine } from '../journal/journal-lines.ts';
import type { Slot } from '../plan/schedule.ts';

/** What happens during a run, as it happens. */
export type ProgressEvent =
  | { readonly kind: 'trial started'; readonly slot: Slot }
  | {
      readonly kind: 'trial ended';
      readonly slot: Slot;
      readonly durationMs: number;
      readonly outcome: TrialLine['outcome'];
      /** Where the run stands with it. */
      readonly course: Pick<Course, 'schedule' | 'mayEndEarly' | 'dropped'>;
    };

/** How far a run is. Durations are those of this machine and this run, by arm. */
export interface Progress {
  readonly experiment: string;
  /** The trials of the run as it is expected now; dropped blocks and an early stop change it. */
  readonly schedule: readonly Slot[];
  readonly mayEndEarly: boolean;
  readonly ended: ReadonlySet<number>;
  readonly current: Slot | null;
  readonly durationsMs: Readonly<Record<string, readonly number[]>>;
}

/** The progress of a run in which some trials have ended before. */
export function startProgress(
  experiment: string,
  { schedule, mayEndEarly }: Pick<Course, 'schedule' | 'mayEndEarly'>,
  finished: readonly Pick<TrialLine, 'index' | 'arm' | 'durationMs'>[] = [],
): Progress {
  const durationsMs: Record<string, number[]> = {};
  for (const { arm, durationMs } of finished) (durationsMs[arm] ??= []).push(durationMs);
  const ended = new Set(finished.map(({ index }) => index));
  return { experiment, schedule, mayEndEarly, ended, current: null, durationsMs };
}

/** The progress after an event. */
export function advance(progress: Progress, event: ProgressEvent): Progress {
  if (event.kind === 'trial started') return { ...progress, current: event.slot };
  const { arm, index } = event.slot;
  const { schedule, mayEndEarly } = event.course;
  return {
    ...progress,
    schedule,
    mayEndEarly,
    ended: new Set([...progress.ended, index]),
    durationsMs: {
      ...progress.durationsMs,
      [arm]: [...(progress.durationsMs[arm] ?? []), event.durationMs],
    },
  };
}

/** Whether an event ends a block: none of the block's trials is left to be run. */
export function endsBlock(progress: Progress, event: ProgressEvent): boolean {
  if (event.kind !== 'trial ended') return false;
  const { block, warmup } = event.slot;
  return progress.schedule.every(
    (slot) => slot.block !== block || slot.warmup !== warmup || progress.ended.has(slot.index),
  );
}

/**
 * Milliseconds until the schedule has run, from the mean durations of the arms so far; an arm that
 * has not run yet counts as the mean of all. Null before the first trial has ended.
 */
export function timeLeftMs(progress: Progress): number | null {
  const overall = mean(Object.values(progress.durationsMs).flat());
  if (overall === null) return null;
  return progress.schedule
    .filter((slot) => !progress.ended.has(slot.index))
    .reduce((sum, slot) => sum + (mean(progress.durationsMs[slot.arm] ?? []) ?? overall), 0);
}

/** One line for a person: `agent-pool  block 3/10  cold  47 %  1 min 20 s left`. */
export function progressLine(progress: Progress): string {
  const { experiment, schedule, mayEndEarly, ended, current } = progress;
  const share = schedule.length === 0 ? 1 : ended.size / schedule.length;
  const left = timeLeftMs(progress);
  return [
    experiment,
    ...(current === null ? [] : [blockText(schedule, current), current.arm]),
    `${Math.floor(share * 100)} %`,
    ...(left === null ? [] : [`${mayEndEarly ? 'at most ' : ''}${durationText(left)} left`]),
  ].join('  ');
}

/** A duration in the two largest units that matter: `45 s`, `1 min 20 s`, `2 h 5 min`. */
export function durationText(durationMs: number): string {
  const seconds = Math.ceil(durationMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function blockText(schedule: readonly Slot[], { block, warmup }: Slot): string {
  const last = schedule
    .filter((slot) => slot.warmup === warmup)
    .reduce((highest, slot) => Math.max(highest, slot.block), 0);
  return `${warmup ? 'warm-up' : 'block'} ${block + 1}/${last + 1}`;
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
