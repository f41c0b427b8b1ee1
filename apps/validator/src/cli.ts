import { parseArgs } from 'node:util';
import { type Profile, PROFILES } from '@muster/experiment';
import { UsageError } from './errors.ts';
import { findSprint, SPRINTS, type Sprint } from './sprints.ts';

export interface ReportOptions {
  /** The profile the results must have; undefined takes whichever they have. */
  readonly profile: Profile | undefined;
  readonly gate: boolean;
  readonly json: boolean;
}

export interface ValidateOptions extends ReportOptions {
  readonly profile: Profile;
  readonly sprints: readonly Sprint[];
  readonly resume: boolean;
  readonly force: boolean;
}

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'validate'; readonly options: ValidateOptions }
  | { readonly name: 'report'; readonly options: ReportOptions };

export const HELP = `muster finds out, with numbers that hold, which coordination optimizations pay.

  muster validate [sprint...]   measure (only what changed), judge, decide, report
  muster report                 judge again from the recorded results, without measuring

Sprints: ${SPRINTS.map(({ id, package: folder }) => `${id} (${folder})`).join(', ')}. Without one, all.

  --profile quick|standard|full  how much to measure; quick is no decision of record [standard]
  --resume                       go on with a run that was interrupted
  --force                        measure again though nothing changed
  --gate                         exit with 1 unless the decision is to proceed
  --json                         print the decision as JSON on standard output

Examples
  muster validate                          the whole job, at the seed's sizes
  muster validate 3.1 --profile quick      one sprint, a first look
  muster report --json | jq .phase         the decision of the last run

Exit codes: 0 validated; 1 --gate and the decision is not to proceed; 2 could not be measured;
64 wrong usage; 70 a defect of muster; 130 interrupted.
Written: report/decision.json, report/report.md
`;

/** Reads the command line; the environment gives the default profile. Throws UsageError. */
export function parseCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command {
  // A lone "--" is what some runners put between their own flags and ours.
  const [name, ...rest] = args.filter((word) => word !== '--');
  if (name === undefined || name === 'help' || args.includes('--help') || args.includes('-h')) {
    return { name: 'help' };
  }
  if (name !== 'validate' && name !== 'report') {
    throw new UsageError(
      `there is no command ${JSON.stringify(name)}; expected validate or report`,
    );
  }
  const { values, positionals } = read(rest);
  const profile = profileOf(values.profile, env);
  const common = { gate: values.gate ?? false, json: values.json ?? false };
  if (name === 'report') {
    refuseForReport({ ...values }, positionals);
    return { name, options: { ...common, profile } };
  }
  return {
    name,
    options: {
      ...common,
      profile: profile ?? 'standard',
      sprints: positionals.length === 0 ? SPRINTS : [...new Set(positionals.map(sprintOf))],
      resume: values.resume ?? false,
      force: values.force ?? false,
    },
  };
}

/** A report measures nothing, so what says how to measure would be ignored in silence. */
function refuseForReport(
  values: Readonly<Record<string, unknown>>,
  positionals: readonly string[],
): void {
  const flags = ['resume', 'force'].filter((flag) => values[flag] !== undefined);
  const extra = [
    ...positionals.map((word) => JSON.stringify(word)),
    ...flags.map((flag) => `--${flag}`),
  ];
  if (extra.length === 0) return;
  throw new UsageError(
    `report takes no ${extra.join(', ')}: it is always about all sprints and measures nothing; expected --profile, --gate or --json`,
  );
}

const FLAGS = `--profile ${PROFILES.join('|')}, --resume, --force, --gate or --json`;

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        resume: { type: 'boolean' },
        force: { type: 'boolean' },
        gate: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
  } catch (cause) {
    // Only the first sentence is about what came; the others advise what does not apply here.
    const [what] = (cause instanceof Error ? cause.message : String(cause)).split(/\.\s/);
    throw new UsageError(`${what}; expected ${FLAGS}`, { cause });
  }
}

function profileOf(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Profile | undefined {
  const source = flag === undefined ? 'MUSTER_PROFILE' : '--profile';
  const word = flag ?? env['MUSTER_PROFILE'];
  // An empty variable is how a shell unsets one; an empty flag is a mistake.
  if (word === undefined || (flag === undefined && word === '')) return undefined;
  const profile = PROFILES.find((each) => each === word);
  if (profile !== undefined) return profile;
  throw new UsageError(
    `${source} must be one of ${PROFILES.join(', ')}, got ${JSON.stringify(word)}`,
  );
}

function sprintOf(word: string): Sprint {
  const sprint = findSprint(word);
  if (sprint !== undefined) return sprint;
  const known = SPRINTS.map(({ id, package: folder }) => `${id} or ${folder}`).join(', ');
  throw new UsageError(`there is no sprint ${JSON.stringify(word)}; expected ${known}`);
}
