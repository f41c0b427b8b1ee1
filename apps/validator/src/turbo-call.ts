import type { ValidateOptions } from './cli.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { SPRINTS } from './sprints.ts';

/** How turbo is called: its arguments, and what it gets in the environment beside ours. */
export interface TurboCall {
  readonly args: readonly string[];
  /** Undefined takes a variable away. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The call of turbo that measures what was asked for. `interrupted` says whether there is a run to
 * resume: an earlier result from the cache must not take its place.
 */
export function turboCallOf(
  options: Pick<ValidateOptions, 'sprints' | 'profile' | 'resume' | 'force'>,
  interrupted: boolean,
): TurboCall {
  const filters = options.sprints.map((sprint) => `--filter=@muster/${sprint.package}`);
  const afresh = options.force || (options.resume && interrupted);
  return {
    args: ['run', 'validate', ...filters, ...(afresh ? ['--force'] : [])],
    env: {
      // Unset for the default, as it is when turbo is called by hand: the two share their cache.
      MUSTER_PROFILE: options.profile === 'standard' ? undefined : options.profile,
      MUSTER_RESUME: options.resume ? '1' : '0',
      TURBO_TELEMETRY_DISABLED: '1',
    },
  };
}

/** What to type to go on with a run that was interrupted. */
export function resumeCommand({
  sprints,
  profile,
}: Pick<ValidateOptions, 'sprints' | 'profile'>): string {
  const all = SPRINTS.every((each) => sprints.includes(each));
  const words = all ? [] : sprints.map(({ id }) => id);
  const flags = profile === 'standard' ? ['--resume'] : ['--profile', profile, '--resume'];
  return ['npx -y pnpm@12.21.0 validate', ...words, ...flags].join(' ');
}

/** How turbo ended. */
export interface TurboEnd {
  /** Undefined when it was killed or never started. */
  readonly exitCode: number | undefined;
  /** Whether a signal ended it. */
  readonly isTerminated: boolean;
  /** Whether Ctrl-C was pressed meanwhile; turbo's own code does not tell. */
  readonly interrupted: boolean;
}

/** The exit code that follows from turbo's end; null when it measured and the report is next. */
export function exitAfter({ exitCode, isTerminated, interrupted }: TurboEnd): ExitCode | null {
  // First of all: turbo ends with 0 after Ctrl-C, and the results there are then the last run's.
  if (interrupted || isTerminated || exitCode === EXIT.interrupted) return EXIT.interrupted;
  return exitCode === 0 ? null : EXIT.notMeasured;
}
