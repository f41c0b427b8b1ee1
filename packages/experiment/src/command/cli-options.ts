import { parseArgs } from 'node:util';
import { PROFILES, type Profile } from '../definition/definition.ts';
import { UsageError } from '../errors.ts';

/** What `muster-experiment` was asked to do. */
export interface CliOptions {
  readonly profile: Profile;
  /** Go on with what an interrupted run left. */
  readonly resume: boolean;
  /** Print the outcome as one JSON document instead of a table. */
  readonly json: boolean;
  readonly help: boolean;
}

/** How the command is called. */
export const USAGE = `Usage: muster-experiment [--profile quick|standard|full] [--resume] [--json]

Measures every experiments/*.experiment.ts of the package in the current folder, alone on this
machine, and writes results/<id>.trials.ndjson (raw) and results/<id>.result.json (derived).

  --profile   how much is measured (default: MUSTER_PROFILE, else standard)
  --resume    go on with an interrupted run (default: MUSTER_RESUME=1)
  --json      print the outcome as JSON

Exit codes: 0 measured, whatever the verdicts; 2 could not be measured; 64 wrong usage;
130 or 143 interrupted; 70 a defect of this command.
`;

/** Reads the command line; the environment gives the defaults. A UsageError says what is wrong. */
export function parseCliOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CliOptions {
  const values = parseValues(args);
  const source = values.profile === undefined ? 'MUSTER_PROFILE' : '--profile';
  const profile = values.profile ?? (env['MUSTER_PROFILE'] || 'standard');
  const known = PROFILES.find((each) => each === profile);
  if (known === undefined) {
    throw new UsageError(
      `${source} must be one of ${PROFILES.join(', ')}, got ${JSON.stringify(profile)}`,
    );
  }
  return {
    profile: known,
    resume: values.resume ?? switchedOn('MUSTER_RESUME', env['MUSTER_RESUME']),
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parseValues(args: readonly string[]): {
  readonly profile?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
  readonly help?: boolean;
} {
  try {
    return parseArgs({
      args: [...args],
      options: {
        profile: { type: 'string' },
        resume: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function switchedOn(name: string, value: string | undefined): boolean {
  if (value === undefined || value === '' || value === '0') return false;
  if (value === '1') return true;
  throw new UsageError(`${name} must be 1 or 0, got ${JSON.stringify(value)}`);
}
