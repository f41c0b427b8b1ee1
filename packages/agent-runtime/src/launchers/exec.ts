import type { Clock } from '../clock.ts';
import { createLauncher } from './create-launcher.ts';
import type { Launcher } from './launcher.ts';

export interface ExecLauncherOptions {
  /** @default the process's monotonic clock */
  readonly clock?: Clock;
}

/**
 * A launcher that starts each agent as a fresh process: fork and exec, cold. Rejects when its socket
 * or its guard cannot be had (no descriptors, no processes, no /bin/sh): without the guard agents
 * could outlive their coordinator.
 */
export function createExecLauncher(options: ExecLauncherOptions = {}): Promise<Launcher> {
  return createLauncher({
    ...options,
    name: 'exec',
    open: async () => ({ start: (request) => request.cold(), close: async () => undefined }),
  });
}
