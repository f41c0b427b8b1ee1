import { existsSync } from 'node:fs';
import {
  type Agent,
  type AgentSpec,
  type Clock,
  DeadlineError,
  type Launcher,
  LaunchError,
} from '@muster/agent-runtime';
import { parseSpec } from '@muster/agent-runtime/launcher-kit';
import type { NeedMeter } from '../load/need-meter.ts';
import type { ParsedOptions } from '../parse-options.ts';
import { type Cause, causeOf } from '../tries/classify.ts';
import type { StartTimes } from '../tries/start-times.ts';
import type { Job } from './job.ts';

export interface StarterDeps {
  readonly options: ParsedOptions;
  readonly meter: NeedMeter;
  /** How many starts are underway, that of whoever asks included. */
  readonly underway: () => number;
  readonly launcher: Launcher;
  readonly clock: Clock;
  readonly startTimes: StartTimes;
  /** How often the system has refused a start for want of room. */
  readonly refusals: { count: number };
  readonly stragglers: { readonly timesMedian: number; readonly atLeastMs: number };
}

/** What came of one start. */
export type Started =
  | { readonly kind: 'ready'; readonly agent: Agent }
  | { readonly kind: 'failed'; readonly cause: Cause | 'aborted'; readonly error: unknown };

/** Starts the agent of a job once, and notes the try in the job. Never rejects. */
export async function startOnce(deps: StarterDeps, job: Job): Promise<Started> {
  const { clock, startTimes } = deps;
  const ending = new AbortController();
  job.starting = ending;
  const begunAtMs = clock.now();
  const queuedMs = begunAtMs - job.queuedAtMs;
  const letGo = limitTime(deps, job, ending);
  const before = { together: deps.underway(), refusals: deps.refusals.count };
  try {
    const { spec, ...options } = job.wanted;
    const agent = await deps.launcher.launch(spec, launchOptions(options, ending.signal));
    const startMs = clock.now() - begunAtMs;
    startTimes.record(startMs);
    const { phases } = agent;
    job.tries.push({ queuedMs, startMs, phases, cause: undefined, error: undefined });
    return { kind: 'ready', agent };
  } catch (error) {
    const startMs = clock.now() - begunAtMs;
    const cause = await causeIn(deps, job, error, ending.signal, before);
    job.tries.push({ queuedMs, startMs, phases: undefined, cause, error });
    return { kind: 'failed', cause, error };
  } finally {
    letGo();
  }
}

async function causeIn(
  deps: StarterDeps,
  job: Job,
  error: unknown,
  signal: AbortSignal,
  before: Before,
): Promise<Cause | 'aborted'> {
  if (signal.aborted) return signal.reason instanceof DeadlineError ? 'transient' : 'aborted';
  const cause = causeOf(error);
  if (cause === 'exhausted') deps.refusals.count++;
  if (cause !== 'transient') return cause;
  if (await diedForWantOfRoom(deps, error, before)) return 'exhausted';
  return isThere(job.wanted.spec) ? cause : 'permanent';
}

/** A process that is to load a module that is not there dies like any other that dies. */
function isThere(spec: AgentSpec): boolean {
  const parsed = parseSpec(spec);
  return !('modulePath' in parsed) || existsSync(parsed.modulePath);
}

/** How things stood when a start began. */
interface Before {
  readonly together: number;
  readonly refusals: number;
}

/**
 * A process that finds no room for a thread of its own ends in as many ways as there are runtimes, and
 * one for whose connection its coordinator has no descriptor by itself, as if its coordinator were gone. All
 * have in common that the system refused somebody else meanwhile, or that there is no room for it and
 * all that were started with it: for it alone there may be again, since others died of the same.
 */
async function diedForWantOfRoom(
  { options, meter, underway, refusals }: StarterDeps,
  error: unknown,
  before: Before,
): Promise<boolean> {
  if (!(error instanceof LaunchError) || error.exit === undefined) return false;
  if (refusals.count > before.refusals) return true;
  const starts = Math.max(before.together, underway());
  const shortages = await options.findShortages(starts, meter.need).catch(() => []);
  return shortages.some(({ of }) => of !== 'memory');
}

/**
 * A start that takes many times as long as others will hardly end by itself. How long others take may
 * become known only while it is underway. Returns how to let go of it.
 */
function limitTime(
  { clock, startTimes, stragglers }: StarterDeps,
  { name }: Job,
  ending: AbortController,
): () => void {
  const { atLeastMs, timesMedian } = stragglers;
  const begunAtMs = clock.now();
  let timer = setTimeout(look, atLeastMs);

  function look(): void {
    const medianMs = startTimes.median();
    const deadlineMs = Math.max(atLeastMs, timesMedian * (medianMs ?? Infinity));
    const leftMs = begunAtMs + deadlineMs - clock.now();
    if (leftMs > 0) {
      timer = setTimeout(look, Math.min(leftMs, atLeastMs));
      return;
    }
    const what = `start of ${name}, while others took ${medianMs!.toFixed(0)} ms`;
    ending.abort(new DeadlineError(what, deadlineMs));
  }

  return () => clearTimeout(timer);
}

/** Without what is not there: a launcher's options are exact. */
function launchOptions(
  { id, onMessage, onOutput }: Omit<Job['wanted'], 'spec'>,
  signal: AbortSignal,
): Parameters<Launcher['launch']>[1] {
  return {
    signal,
    ...(id !== undefined && { id }),
    ...(onMessage && { onMessage }),
    ...(onOutput && { onOutput }),
  };
}
