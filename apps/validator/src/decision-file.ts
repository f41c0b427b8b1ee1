import { readFileSync } from 'node:fs';
import { type Decision, decisionSchema } from './decision-schema.ts';

/** Reads and checks a decision. Throws an error that names the file and every wrong field. */
export function readDecision(path: string): Decision {
  const parsed = decisionSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `- \`${issue.path.join('.')}\`: ${issue.message}`,
  );
  throw new Error(`${path} is no decision of this version:\n${problems.join('\n')}`);
}

/** A decision as the text of its file, checked as a reader would check it. */
export function decisionText(decision: Decision): string {
  return `${JSON.stringify(decisionSchema.parse(decision), null, 2)}\n`;
}
