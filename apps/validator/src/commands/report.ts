import { join, relative } from 'node:path';
import { readMachine } from '@muster/experiment/machine';
import type { ReportOptions } from '../cli.ts';
import { collect } from '../collect.ts';
import { decide } from '../decide.ts';
import { decisionText } from '../decision-file.ts';
import { UnusableResultError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { renderMarkdown } from '../document/markdown.ts';
import { documentOf } from '../document/model.ts';
import { renderText } from '../document/terminal.ts';
import { writeTogether } from '../document/write.ts';
import { findRoot } from '../root.ts';
import { SPRINTS } from '../sprints.ts';

/** Judges the recorded results, decides, writes `report/` and prints it. Measures nothing. */
export async function report({ profile, gate, json }: ReportOptions): Promise<ExitCode> {
  const root = await findRoot(process.cwd());
  const machine = await readMachine();
  const [first, ...others] = await collect({ root, sprints: SPRINTS, machine, profile });
  if (first === undefined) {
    throw new UnusableResultError(
      `nothing has been measured in ${root} yet.\nRun: npx -y pnpm@12.21.0 validate`,
    );
  }
  const decision = decide([first, ...others]);
  const document = documentOf(decision);
  const text = decisionText(decision);
  const folder = join(root, 'report');
  // The decision is last: a program that sees a new one finds the page that goes with it.
  const files = { 'report.md': renderMarkdown(document), 'decision.json': text };
  await writeTogether(folder, files);
  process.stdout.write(json ? text : `${renderText(document)}\nWritten: ${placesOf(folder)}\n`);
  return gate && decision.phase.decision !== 'proceed' ? EXIT.gated : EXIT.validated;
}

function placesOf(folder: string): string {
  const shown = relative(process.cwd(), folder);
  return `${join(shown, 'decision.json')}, ${join(shown, 'report.md')}`;
}
