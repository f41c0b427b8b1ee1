import { systemClock } from '@muster/agent-runtime';
import { aaDocument } from '../aa/document.ts';
import { findingOf } from '../aa/finding.ts';
import { measureIdenticalArms } from '../aa/measuring.ts';
import { createRelay } from '../aa/relay.ts';
import type { AaOptions } from '../cli.ts';
import { renderText } from '../document/terminal.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { inertJson } from '../inert-json.ts';
import { complain } from '../output.ts';

/** Measures identical arms and tells what this host and this machinery do with them. Keeps nothing. */
export async function aa({ json, ...options }: AaOptions): Promise<ExitCode> {
  const { stderr, env } = process;
  const relay = createRelay({
    write: (text) => stderr.write(text),
    live: stderr.isTTY && env['TERM'] !== 'dumb' && env['CI'] === undefined,
    // Some terminals claim to have no columns at all.
    columns: stderr.columns || 80,
    now: () => systemClock.now(),
  });
  const result = await measureIdenticalArms(options, relay);
  if (result === null) {
    complain('interrupted; nothing was found out and nothing is left.');
    return EXIT.interrupted;
  }
  const finding = findingOf(result);
  process.stdout.write(json ? inertJson(finding) : renderText(aaDocument(finding)));
  return finding.errs ? EXIT.errs : EXIT.validated;
}
