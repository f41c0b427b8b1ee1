import type { RunClock } from '../clock.ts';
import { parseCliOptions, USAGE, type CliOptions } from './cli-options.ts';
import { InterruptedError, MeasurementError, UsageError } from '../errors.ts';
import type { HostMeter } from '../host/host-meter.ts';
import { readMachine } from '../machine/machine.ts';
import { measureExperiment, type Measured } from './measure-experiment.ts';
import { acquireMeasurementLock } from '../lock/measurement-lock.ts';
import { loadExperiments } from './package-files.ts';
import { removeStaleResults } from '../result/publish.ts';
import { readPackageName } from '../machine/measured-packages.ts';
import { sweepScratch } from '../trial/scratch.ts';
import { outcomeAsJson, outcomeAsText } from './outcome.ts';

/** The world as the command sees it. */
export interface CliWorld {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the package whose experiments are measured. */
  readonly folder: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** The width of the terminal that `err` writes to; null when it is none. */
  readonly errColumns: number | null;
  readonly clock: RunClock;
  /** The state of the host, as plain data. */
  readonly snapshot: () => Promise<unknown>;
  /** Watches the processors during a trial. */
  readonly meter: HostMeter;
  /** Calls back on SIGINT and SIGTERM; the returned function stops that. */
  readonly onStopSignal: (stop: (signal: StopSignal) => void) => () => void;
}

/** A signal that ends a run in order. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

const EXIT_CODE = { measured: 0, notMeasured: 2, usage: 64, defect: 70, SIGINT: 130, SIGTERM: 143 };

/**
 * Measures the experiments of a package and returns the exit code. Errors that are foreseen become
 * one message; only a defect of this command shows a stack trace.
 */
export async function runCli(world: CliWorld): Promise<number> {
  const stop = new AbortController();
  let stoppedBy: StopSignal | null = null;
  const stopListening = world.onStopSignal((signal) => {
    stoppedBy ??= signal;
    stop.abort(new InterruptedError('stopped before anything was measured'));
  });
  try {
    const options = parseCliOptions(world.args, world.env);
    if (options.help) {
      world.out(USAGE);
      return EXIT_CODE.measured;
    }
    const measured = await measureAll(world, options, stop.signal);
    world.out(options.json ? outcomeAsJson(measured) : outcomeAsText(measured, world.folder));
    return EXIT_CODE.measured;
  } catch (error) {
    world.err(errorText(error));
    if (error instanceof InterruptedError && stoppedBy !== null) return EXIT_CODE[stoppedBy];
    if (error instanceof UsageError) return EXIT_CODE.usage;
    return error instanceof MeasurementError ? EXIT_CODE.notMeasured : EXIT_CODE.defect;
  } finally {
    stopListening();
  }
}

async function measureAll(
  world: CliWorld,
  options: CliOptions,
  signal: AbortSignal,
): Promise<readonly Measured[]> {
  const { folder, clock } = world;
  const say = (message: string): void => {
    world.err(`${message}\n`);
  };
  const lock = await acquireMeasurementLock({
    mode: 'measuring',
    what: await readPackageName(folder),
    signal,
    onWait: say,
  });
  try {
    await sweepScratch();
    // Only under the lock: a build that has just ended may have changed what is loaded here.
    const experiments = await loadExperiments(folder);
    const machine = await readMachine();
    const measured: Measured[] = [];
    for (const loaded of experiments) {
      measured.push(
        await measureExperiment({
          loaded,
          packageFolder: folder,
          profile: options.profile,
          resume: options.resume,
          machine,
          clock,
          snapshot: world.snapshot,
          meter: world.meter,
          signal,
          progress: {
            write: world.err,
            live: world.errColumns !== null,
            columns: world.errColumns ?? 80,
            now: clock.now,
          },
          say,
        }),
      );
    }
    await removeStaleResults(
      folder,
      measured.map((each) => each.paths),
    );
    return measured;
  } finally {
    await lock.release();
  }
}

function errorText(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${USAGE}`;
  if (error instanceof MeasurementError) return `${error.message}\n`;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a defect of muster-experiment; please report it.\n${trace}\n`;
}
