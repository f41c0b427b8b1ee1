import { hostSnapshot } from '@muster/agent-runtime/host';
import { runCli, type StopSignal } from './cli.ts';
import { systemClock } from '../clock.ts';
import { hostMeter } from '../host/host-meter.ts';

const STOP_SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/** Runs `muster-experiment` in this process and returns its exit code. */
export function main(): Promise<number> {
  return runCli({
    args: process.argv.slice(2),
    env: process.env,
    folder: process.cwd(),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    // Some terminals claim to have no columns at all.
    errColumns: isLiveTerminal() ? process.stderr.columns || 80 : null,
    clock: systemClock,
    snapshot: () => hostSnapshot(),
    meter: hostMeter,
    onStopSignal: (stop) => {
      // Once each: a second Ctrl-C ends a process that does not stop by itself.
      const handlers = STOP_SIGNALS.map((signal) => [signal, () => stop(signal)] as const);
      for (const [signal, handler] of handlers) process.once(signal, handler);
      return () => {
        for (const [signal, handler] of handlers) process.off(signal, handler);
      };
    },
  });
}

function isLiveTerminal(): boolean {
  return process.stderr.isTTY && process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined;
}
