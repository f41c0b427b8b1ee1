import { join } from 'node:path';
import { execa } from 'execa';
import type { ValidateOptions } from '../cli.ts';
import { UnusableResultError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findRoot, isThere } from '../root.ts';
import type { Sprint } from '../sprints.ts';
import { complain } from '../output.ts';
import { exitAfter, resumeCommand, turboCallOf } from '../turbo-call.ts';
import { report } from './report.ts';

const STDERR = 2;

/**
 * Measures what changed since the last time, through turbo, and reports. Turbo knows what depends on
 * what and keeps the results; that only one thing is measured at a time is the experiments' own lock.
 */
export async function validate(options: ValidateOptions): Promise<ExitCode> {
  const root = await findRoot(process.cwd());
  const { args, env } = turboCallOf(options, await isInterrupted(root, options.sprints));

  // Ctrl-C reaches the whole foreground group: turbo and the experiments end by themselves and say
  // how to resume, so this process only has to outlive them.
  let interrupted = false;
  const onInterrupt = (): void => {
    interrupted = true;
  };
  process.on('SIGINT', onInterrupt);
  const { exitCode, isTerminated, cause } = await execa('turbo', args, {
    cwd: root,
    preferLocal: true,
    localDir: root,
    stdin: 'inherit',
    // With --json, standard output is the decision's alone.
    stdout: options.json ? STDERR : 'inherit',
    stderr: 'inherit',
    env,
    reject: false,
  });
  process.off('SIGINT', onInterrupt);
  const exit = exitAfter({ exitCode, isTerminated, interrupted });
  if (exit === null) return report(options);
  if (exit === EXIT.interrupted) {
    complain(`interrupted. Go on with: ${resumeCommand(options)}`);
    return exit;
  }
  throw new UnusableResultError(
    exitCode === undefined
      ? `turbo cannot be started: ${cause instanceof Error ? cause.message : String(cause)}.\nRun: npx -y pnpm@12.21.0 install`
      : `not everything could be measured, see above; no decision was made. Former results and report/ are as they were; \`muster report\` reports on what is there.`,
  );
}

/** Whether one of the sprints has a journal that no result has come of yet. */
async function isInterrupted(root: string, sprints: readonly Sprint[]): Promise<boolean> {
  const journals = sprints.map((sprint) =>
    join(root, 'packages', sprint.package, '.muster', 'journals', `${sprint.experiment}.ndjson`),
  );
  return (await Promise.all(journals.map(isThere))).includes(true);
}
