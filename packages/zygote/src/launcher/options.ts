import { z } from 'zod';
import { check, milliseconds, modules, pathOf } from '../checks.ts';

/** How agents are to be started: forked where that can be had, forked or not at all, or cold. */
export type LauncherKind = 'auto' | 'zygote' | 'exec';

export interface ZygoteLauncherOptions {
  /**
   * Modules to import once, before the first fork, as file paths or file: URLs; use
   * `import.meta.resolve` for a package. An agent's own module may be among them: what it does at
   * its top level is then done once for all agents, and each begins where it calls `serveAgent`.
   * @default none but Muster's own runtime
   */
  readonly preload?: readonly (string | URL)[];
  /** A zygote is renewed after this many forks, so that not all agents share one memory layout. @default 10000 */
  readonly renewAfterForks?: number;
  /** And after this long. @default 3600000, an hour */
  readonly renewAfterMs?: number;
  /** To import the preloaded modules. @default 30000 */
  readonly readyDeadlineMs?: number;
  /** A zygote that owes a fork and says nothing for this long is replaced. @default 2000 */
  readonly forkDeadlineMs?: number;
  /** Hears, in a line, what changes how agents are started. @default process.emitWarning */
  readonly onNotice?: (line: string) => void;
}

export interface LauncherChoice extends ZygoteLauncherOptions {
  /** @default 'auto' */
  readonly launcher?: LauncherKind;
}

export interface ParsedOptions {
  readonly preload: readonly string[];
  readonly renewAfterForks: number;
  readonly renewAfterMs: number;
  readonly readyDeadlineMs: number;
  readonly forkDeadlineMs: number;
  readonly onNotice: (line: string) => void;
  readonly launcher: LauncherKind;
}

const schema = z.strictObject({
  launcher: z.enum(['auto', 'zygote', 'exec']).default('auto'),
  preload: modules.default([]),
  renewAfterForks: z.number().int().min(1).default(10_000),
  renewAfterMs: milliseconds.default(3_600_000),
  readyDeadlineMs: milliseconds.default(30_000),
  forkDeadlineMs: milliseconds.default(2_000),
  onNotice: z.custom<(line: string) => void>((value) => typeof value === 'function').optional(),
});

/** Checks options and fills in defaults. Throws TypeError that lists every problem by its field. */
export function parseOptions(options: LauncherChoice): ParsedOptions {
  const { onNotice = warn, preload, ...rest } = check(schema, options, "a launcher's");
  return { ...rest, onNotice, preload: preload.map(pathOf) };
}

function warn(line: string): void {
  process.emitWarning(line, 'MusterWarning');
}
