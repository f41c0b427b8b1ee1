import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MeasurementError } from '@muster/experiment';
import { type ExperimentResult, readResult } from '@muster/experiment/result-file';
import { UnusableResultError } from '../errors.ts';
import { EXPERIMENT_ID, type IdenticalArmsOptions } from './experiment.ts';
import { withMeasuringPackage } from './measuring-package.ts';
import type { Relay } from './relay.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Measures identical arms with the command that measures the sprints, in a process of its own. It
 * takes the measurement lock. Null when a signal stopped it; nothing is left of it then. Throws
 * `UnusableResultError` when it could not measure; it has said why to `relay`.
 */
export async function measureIdenticalArms(
  options: IdenticalArmsOptions,
  relay: Relay,
): Promise<ExperimentResult | null> {
  return withMeasuringPackage(options, async (folder) => {
    const { stopped, code } = await runIn(folder, relay);
    if (stopped) return null;
    if (code !== 0) {
      throw new UnusableResultError(
        `identical arms could not be measured, see above (the measuring process ended with ${code})`,
      );
    }
    try {
      return await readResult(join(folder, 'results', `${EXPERIMENT_ID}.result.json`));
    } catch (cause) {
      if (!(cause instanceof MeasurementError)) throw cause;
      throw new UnusableResultError(cause.message, { cause });
    }
  });
}

/** How the measuring process ended: whether a signal to this one did it, its code or its signal. */
interface Ending {
  readonly stopped: boolean;
  readonly code: number | NodeJS.Signals | null;
}

async function runIn(folder: string, relay: Relay): Promise<Ending> {
  const child = spawn(
    process.execPath,
    // Under the same conditions as this process: what is measured is what is running here.
    [...process.execArgv, join(import.meta.dirname, 'measure.ts'), '--profile', 'standard'],
    {
      cwd: folder,
      // Apart from the terminal's group, so that Ctrl-C reaches it once, from here: a second one
      // would end it before it has ended its agents.
      detached: true,
      // Its standard input closes with this process, however that ends, and then it ends too.
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, MUSTER_RESUME: '0' },
    },
  );
  let stopped = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    stopped = true;
    child.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  const lines = createInterface({ input: child.stderr }).on('line', relay.onLine);
  try {
    await ended(child);
    relay.end();
    return { stopped, code: child.exitCode ?? child.signalCode };
  } finally {
    lines.close();
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
  }
}

/** Resolves when the process has ended and all that it wrote has come. */
async function ended(child: ChildProcess): Promise<void> {
  try {
    await once(child, 'close');
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UnusableResultError(`the measuring process cannot be started: ${message}`, { cause });
  }
}
