import { join } from 'node:path';
import { readMachine, workspaceRoot } from '@muster/experiment/machine';
import { replaceFile } from '@muster/experiment/replace-file';
import type { ReportOptions } from '../cli.ts';
import { collect } from '../collect.ts';
import { decide } from '../decide.ts';
import { decisionText } from '../decision-file.ts';
import { UnusableResultError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { documentOf } from '../report/model.ts';
import { renderText } from '../report/terminal.ts';
import { SPRINTS } from '../sprints.ts';

/** Judges the recorded results, decides, writes `report/` and prints it. Measures nothing. */
export async function report({ profile, gate, json }: ReportOptions): Promise<ExitCode> {
  const root = await workspaceRoot(import.meta.dirname);
  const machine = await readMachine();
  const [first, ...others] = await collect({ root, sprints: SPRINTS, machine, profile });
  if (first === undefined) {
    throw new UnusableResultError(
      'nothing has been measured on this machine yet.\nRun: npx -y pnpm@12.21.0 validate',
    );
  }
  const decision = decide([first, ...others]);
  const document = documentOf(decision);
  const text = decisionText(decision);
  await replaceFile(join(root, 'report', 'decision.json'), text);
  await replaceFile(join(root, 'report', 'report.md'), renderMarkdown(document));
  process.stdout.write(
    json ? text : `${renderText(document)}\nWritten: report/decision.json, report/report.md\n`,
  );
  return gate && decision.phase.decision !== 'proceed' ? EXIT.gated : EXIT.validated;
}
