import { type Line, tableOf } from './lines.ts';

export interface Soak<Findings> {
  readonly json: boolean;
  /** Ends early and in order, with what was found so far, when the signal aborts. */
  readonly soak: (signal: AbortSignal) => Promise<Findings>;
  /** A line for each thing that must be so. */
  readonly judge: (findings: Findings) => readonly Line[];
  /** What there was of it, in a line. */
  readonly summary: (findings: Findings) => string;
}

/** What every soak finds besides its numbers. */
interface Told {
  readonly heard: { readonly examples: readonly string[] };
}

/**
 * Soaks, and prints what was found and whether it is as it must be. Exit code 1 when something is
 * not, 130 after Ctrl-C.
 */
export async function runSoak<Findings extends Told>(options: Soak<Findings>): Promise<void> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const findings = await options.soak(interrupted.signal);
  const { aborted } = interrupted.signal;
  // What has not been measured is not judged.
  const lines = aborted ? [] : options.judge(findings);
  const report = options.json
    ? [JSON.stringify({ ...findings, lines }, null, 2)]
    : [
        options.summary(findings),
        aborted ? 'interrupted: nothing is judged' : tableOf(lines),
        ...findings.heard.examples.map((example) => `  ${example}`),
      ];
  process.stdout.write(`${report.join('\n')}\n`);
  if (aborted) process.exitCode = 130;
  else process.exitCode = lines.every(({ met }) => met) ? 0 : 1;
}
