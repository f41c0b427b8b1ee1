#!/usr/bin/env node
import { type Command, HELP, parseCommand } from './cli.ts';
import { UnusableResultError, UsageError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

try {
  process.exitCode = await run(parseCommand(process.argv.slice(2), process.env));
} catch (error) {
  process.exitCode = explain(error);
}

async function run(command: Command): Promise<ExitCode> {
  switch (command.name) {
    case 'help':
      process.stdout.write(HELP);
      return EXIT.validated;
    case 'validate':
      return (await import('./commands/validate.ts')).validate(command.options);
    default:
      return (await import('./commands/report.ts')).report(command.options);
  }
}

/** One line for what a person can mend; a stack trace only for what we must. */
function explain(error: unknown): ExitCode {
  if (error instanceof UsageError) {
    process.stderr.write(`muster: ${error.message}\nSee: muster --help\n`);
    return EXIT.usage;
  }
  if (error instanceof UnusableResultError || isSystemError(error)) {
    process.stderr.write(`muster: ${error.message}\n`);
    return EXIT.notMeasured;
  }
  const story = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`muster: this is a defect of muster, please report it\n${story}\n`);
  return EXIT.defect;
}

/** The disk is full, a folder is read-only: the system's message names the file. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
