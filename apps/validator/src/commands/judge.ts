import type { JudgeCommandOptions } from '../cli.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findResults } from '../judging/find-results.ts';
import { type JudgedAgain, judgeAgain } from '../judging/judge-again.ts';
import { renderJudged } from '../judging/render.ts';
import { inertJson } from '../inert-json.ts';
import { complain } from '../output.ts';

/** The version of what `--json` prints. */
const JUDGED_VERSION = 1;

/** Derives every verdict of the named results from their raw trials alone. Writes nothing. */
export async function judge({ paths, json }: JudgeCommandOptions): Promise<ExitCode> {
  const judged: JudgedAgain[] = [];
  for (const { file, because } of await findResults(paths)) {
    judged.push(
      because === null ? await judgeAgain(file) : { file, outcome: 'cannot be judged', because },
    );
  }
  for (const each of judged) {
    if (each.outcome === 'cannot be judged') complain(each.because);
  }
  process.stdout.write(
    json ? inertJson({ schemaVersion: JUDGED_VERSION, results: judged }) : renderJudged(judged),
  );
  const came = (outcome: JudgedAgain['outcome']): boolean =>
    judged.some((each) => each.outcome === outcome);
  if (came('cannot be judged')) return EXIT.notMeasured;
  return came('differs') ? EXIT.differs : EXIT.validated;
}
