#!/usr/bin/env node
import { type Command, parseCommand } from './cli.ts';
import { UnusableResultError, UnwritableReportError, UsageError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { HELP } from './help.ts';
import { complain, watchOutput } from './output.ts';

let outputLost = false;
watchOutput(() => {
  outputLost = true;
  process.exitCode = EXIT.notMeasured;
});
const exitCode = await run(process.argv.slice(2)).catch(explain);
process.exitCode = outputLost ? EXIT.notMeasured : exitCode;

async function run(args: readonly string[]): Promise<ExitCode> {
  const command: Command = parseCommand(args, process.env);
  switch (command.name) {
    case 'help':
      process.stdout.write(HELP);
      return EXIT.validated;
    case 'validate':
      return (await import('./commands/validate.ts')).validate(command.options);
    case 'judge':
      return (await import('./commands/judge.ts')).judge(command.options);
    case 'aa':
      return (await import('./commands/aa.ts')).aa(command.options);
    default:
      return (await import('./commands/report.ts')).report(command.options);
  }
}

/** One line for what a person can mend; a stack trace only for what we must. */
function explain(error: unknown): ExitCode {
  if (error instanceof UsageError) {
    complain(`${error.message}\nSee: muster --help`);
    return EXIT.usage;
  }
  if (isMendable(error)) {
    complain(error.message);
    return EXIT.notMeasured;
  }
  const story = error instanceof Error ? error.stack : String(error);
  complain(`this is a defect of muster, please report it\n${story}`);
  return EXIT.defect;
}

/** Results or a report that cannot be used, or a system error, whose message names the file. */
function isMendable(error: unknown): error is Error {
  return (
    error instanceof UnusableResultError ||
    error instanceof UnwritableReportError ||
    (error instanceof Error && 'syscall' in error && 'code' in error)
  );
}
