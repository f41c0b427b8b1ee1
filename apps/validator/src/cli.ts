import { type Profile, PROFILES } from '@muster/experiment';
import { UsageError } from './errors.ts';
import { readFlags, refuseWords, wholeNumber } from './flags.ts';
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

export interface JudgeCommandOptions {
  /** Results, or folders with results; at least one. */
  readonly paths: readonly string[];
  readonly json: boolean;
}

export interface AaOptions {
  /** How many blocks of identical arms are measured. */
  readonly blocks: number;
  /** What the order of the arms follows from. */
  readonly seed: number;
  /** Whether blocks that others disturbed are judged too, as no sprint's are. */
  readonly keepDisturbed: boolean;
  readonly json: boolean;
}

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'validate'; readonly options: ValidateOptions }
  | { readonly name: 'report'; readonly options: ReportOptions }
  | { readonly name: 'judge'; readonly options: JudgeCommandOptions }
  | { readonly name: 'aa'; readonly options: AaOptions };

/** Blocks that take about two minutes on two quiet cores. */
export const AA_BLOCKS = 120;
const AA_SEED = 1;
const AA_FLAGS = '--blocks <number>, --seed <number>, --keep-disturbed or --json';

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
  switch (name) {
    case 'validate':
      return { name, options: validateOptions(rest, env) };
    case 'report':
      return { name, options: reportOptions(rest, env) };
    case 'judge':
      return { name, options: judgeOptions(rest) };
    case 'aa':
      return { name, options: aaOptions(rest) };
    default:
      throw new UsageError(
        `there is no command ${JSON.stringify(name)}; expected validate, report, judge or aa`,
      );
  }
}

type Env = Readonly<Record<string, string | undefined>>;

function validateOptions(args: readonly string[], env: Env): ValidateOptions {
  const { values, positionals } = readMeasuring(args);
  return {
    profile: profileOf(values.profile, env) ?? 'standard',
    sprints: positionals.length === 0 ? SPRINTS : [...new Set(positionals.map(sprintOf))],
    resume: values.resume ?? false,
    force: values.force ?? false,
    gate: values.gate ?? false,
    json: values.json ?? false,
  };
}

function reportOptions(args: readonly string[], env: Env): ReportOptions {
  const { values, positionals } = readMeasuring(args);
  const profile = profileOf(values.profile, env);
  refuseForReport({ ...values }, positionals);
  return { profile, gate: values.gate ?? false, json: values.json ?? false };
}

function judgeOptions(args: readonly string[]): JudgeCommandOptions {
  const { values, positionals } = readFlags(args, { json: { type: 'boolean' } }, '--json');
  if (positionals.length === 0) {
    throw new UsageError(
      'judge expects at least one *.result.json or folder with such, got none; for example: muster judge packages/pooling/results',
    );
  }
  return { paths: positionals, json: values.json ?? false };
}

function aaOptions(args: readonly string[]): AaOptions {
  const { values, positionals } = readFlags(
    args,
    {
      blocks: { type: 'string' },
      seed: { type: 'string' },
      'keep-disturbed': { type: 'boolean' },
      json: { type: 'boolean' },
    },
    AA_FLAGS,
  );
  refuseWords('aa', positionals, AA_FLAGS);
  return {
    // At least one window of each kind; at most what an exact test of all of them takes.
    blocks: wholeNumber('--blocks', values.blocks, { from: 10, to: 1000, otherwise: AA_BLOCKS }),
    seed: wholeNumber('--seed', values.seed, { from: 0, to: 2 ** 31 - 1, otherwise: AA_SEED }),
    keepDisturbed: values['keep-disturbed'] ?? false,
    json: values.json ?? false,
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

function readMeasuring(args: readonly string[]) {
  return readFlags(
    args,
    {
      profile: { type: 'string' },
      resume: { type: 'boolean' },
      force: { type: 'boolean' },
      gate: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    FLAGS,
  );
}

function profileOf(flag: string | undefined, env: Env): Profile | undefined {
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
