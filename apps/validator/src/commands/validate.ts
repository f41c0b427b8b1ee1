import { execa } from 'execa';
import { workspaceRoot } from '@muster/experiment/machine';
import type { ValidateOptions } from '../cli.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { report } from './report.ts';

const STDERR = 2;

/**
 * Measures what changed since the last time, through turbo, and reports. Turbo knows what depends on
 * what and keeps the results; that only one thing is measured at a time is the experiments' own lock.
 */
export async function validate(options: ValidateOptions): Promise<ExitCode> {
  const { sprints, profile, resume, force, json } = options;
  const root = await workspaceRoot(import.meta.dirname);
  const filters = sprints.map((sprint) => `--filter=@muster/${sprint.package}`);
  const args = ['run', 'validate', ...filters, ...(force ? ['--force'] : [])];

  // Ctrl-C reaches the whole foreground group: turbo and the experiments end by themselves and say
  // how to resume, so this process only has to outlive them.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  const { exitCode, isTerminated } = await execa('turbo', args, {
    cwd: root,
    preferLocal: true,
    localDir: root,
    stdin: 'inherit',
    // With --json, standard output is the decision's alone.
    stdout: json ? STDERR : 'inherit',
    stderr: 'inherit',
    env: {
      // Unset for the default, as it is when turbo is called by hand: the two share their cache.
      MUSTER_PROFILE: profile === 'standard' ? undefined : profile,
      MUSTER_RESUME: resume ? '1' : '0',
      TURBO_TELEMETRY_DISABLED: '1',
    },
    reject: false,
  });
  process.off('SIGINT', ignore);
  if (isTerminated || exitCode === EXIT.interrupted) return EXIT.interrupted;
  if (exitCode !== 0) return EXIT.notMeasured;
  return report(options);
}
