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
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || args.includes('--help') || args.includes('-h')) {
    return { name: 'help' };
  }
  // A lone "--" is what some runners put between their own flags and ours.
  const { values, positionals } = read(rest.filter((word) => word !== '--'));
  const profile = profileOf(values.profile, env);
  const common = { gate: values.gate ?? false, json: values.json ?? false };
  switch (name) {
    case 'validate':
      return {
        name,
        options: {
          ...common,
          profile: profile ?? 'standard',
          sprints: positionals.length === 0 ? SPRINTS : positionals.map(sprintOf),
          resume: values.resume ?? false,
          force: values.force ?? false,
        },
      };
    case 'report':
      if (positionals.length > 0) throw new UsageError(`report takes no ${positionals.join(' ')}`);
      return { name, options: { ...common, profile } };
    default:
      throw new UsageError(
        `there is no command ${JSON.stringify(name)}; expected validate or report`,
      );
  }
}

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
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function profileOf(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Profile | undefined {
  const source = flag === undefined ? 'MUSTER_PROFILE' : '--profile';
  const word = flag ?? env['MUSTER_PROFILE'];
  if (word === undefined || word === '') return undefined;
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
